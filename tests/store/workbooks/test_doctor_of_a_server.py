"""What the doctor finds of a real PostgreSQL."""

from __future__ import annotations

import re

from tests.workbook.events import start
from tw_kit.doctor.database import database_and_key
from tw_kit.doctor.finding import Level
from tw_kit.model import Audience
from tw_kit.store import open_store


def told(url, data):
    return [(found.id, found.level) for found in database_and_key(url, data)]


def test_a_server_that_may_forget_is_told_and_its_database_is_named_without_user_or_password(postgres, tmp_path):
    url = postgres()
    found = database_and_key(url, tmp_path)
    assert [each.id for each in found] == ["database.good", "database.forgets", "key.new"]
    assert found[1].level is Level.CARE
    assert found[1].facts == {"settings": "fsync"}  # the server of these tests has it off
    assert re.fullmatch(r"PostgreSQL, [^,@:]+, t[0-9a-f]{12}", found[0].facts["place"])


def test_the_key_of_a_database_on_a_server_is_in_the_data_folder(postgres, tmp_path):
    url, data = postgres(), tmp_path / "data"
    store = open_store(data, url)
    store.start([start(Audience.EMPLOYER, "en")])
    store.close()
    assert told(url, data)[-1] == ("key.good", Level.GOOD)
    (data / "codes.key").unlink()
    assert told(url, data)[-1] == ("key.refused", Level.BAD)


def test_a_server_that_is_asked_for_a_database_it_has_not(postgres, tmp_path):
    assert told(postgres().replace("/t", "/no"), tmp_path) == [("database.refused", Level.BAD)]
