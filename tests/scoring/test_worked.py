"""The page and the code say the same."""

import re

import pytest

from tests.scoring import worked


@pytest.mark.parametrize("name", sorted(worked.CHECKS))
def test_a_worked_table_of_the_page_holds(name):
    worked.CHECKS[name]()


def test_every_table_of_the_page_is_checked():
    source = worked.Path(worked.__file__).read_text(encoding="utf-8")
    assert set(worked.TABLES) == set(re.findall(r'TABLES\["(\w+)"\]', source))
    assert worked.PAGE.read_text(encoding="utf-8").count("\n|---") == len(worked.TABLES)
