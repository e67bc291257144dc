"""Every constant is pinned by the worked examples: one step more or less, and one of them goes red."""

import pytest

from tests.scoring import worked
from tw_kit.scoring import constants


def _steps():
    """Each constant by one step: (name, place in it or None, its mutated value)."""
    for name in constants.__all__:
        value = getattr(constants, name)
        for step in (1, -1):
            if isinstance(value, int):
                yield name, None, value + step
            elif isinstance(value, tuple):
                for place in range(len(value)):
                    yield name, place, (*value[:place], value[place] + step, *value[place + 1 :])
            else:
                for key in value:
                    yield name, key, {**value, key: value[key] + step}


STEPS = list(_steps())


def _is_red(check) -> bool:
    try:
        check()
    except Exception:  # an example that cannot be worked at all is red too
        return True
    return False


def test_the_examples_are_green_as_they_are():
    assert not [name for name, check in worked.EXAMPLES.items() if _is_red(check)]


@pytest.mark.parametrize(("name", "place", "value"), STEPS, ids=[f"{n}-{p}-{v}" for n, p, v in STEPS])
def test_a_constant_one_step_off_turns_an_example_red(name, place, value, monkeypatch):
    monkeypatch.setattr(constants, name, value)
    assert any(_is_red(check) for check in worked.EXAMPLES.values())
