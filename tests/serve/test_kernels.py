"""Kernels forked from one process: real ones, started by jupyter_client as Voila starts them."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets.config import Config

from tests.serve.running import run_apart
from tw_kit.serve.kernels import provisioner, zygote
from tw_kit.serve.kernels.nursery import Nursery, NurseryClosed

pytestmark = pytest.mark.skipif(not Nursery.can_fork(), reason="kernels are forked on Linux only")


@pytest.fixture
def folder() -> Iterator[Path]:
    """For sockets: their paths have at most 107 characters, and pytest's own are long."""
    with tempfile.TemporaryDirectory(prefix="tw-") as name:
        yield Path(name)


@asynccontextmanager
async def nursery_and_manager(folder: Path) -> AsyncIterator[tuple[Nursery, AsyncMultiKernelManager]]:
    nursery = Nursery()
    provisioner.use(nursery)
    factory = KernelProvisionerFactory.instance()
    before, factory.default_provisioner_name = factory.default_provisioner_name, provisioner.NAME
    manager = AsyncMultiKernelManager(
        connection_dir=str(folder), config=Config({"KernelManager": {"transport": "ipc"}})
    )
    try:
        yield nursery, manager
    finally:
        await manager.shutdown_all(now=True)
        await nursery.close()
        provisioner.use(None)
        factory.default_provisioner_name = before


def run(folder: Path, body: Callable[[Nursery, AsyncMultiKernelManager], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        async with nursery_and_manager(folder) as (nursery, manager):
            return await body(nursery, manager)

    return run_apart(whole())


async def said(manager: AsyncMultiKernelManager, kernel: str, code: str) -> str:
    """What a kernel prints."""
    client = manager.get_kernel(kernel).client()
    client.start_channels()
    await client.wait_for_ready(timeout=30)
    printed: list[str] = []
    await client.execute_interactive(
        code, timeout=30, output_hook=lambda message: printed.append(message["content"].get("text", ""))
    )
    client.stop_channels()
    return "".join(printed).strip()


def is_running(pid: int) -> bool:
    """Whether a process is there, and not only waiting to be noticed as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pids: list[int], within_s: float = 10) -> bool:
    until = time.monotonic() + within_s
    while any(is_running(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def test_forked_kernels_work_and_are_apart(folder: Path) -> None:
    async def body(nursery: Nursery, manager: AsyncMultiKernelManager) -> list[str]:
        env = {**os.environ, "OF_THIS_KERNEL": "yes"}
        kernels = [await manager.start_kernel(kernel_name="python3", env=env, cwd=str(folder)) for _ in range(3)]
        code = """
            import os, random, sys
            is_warm = "tw_kit.store.sql" in sys.modules
            print(os.getpid(), os.environ["OF_THIS_KERNEL"], os.getcwd(), random.random(), is_warm)
        """
        return list(await asyncio.gather(*(said(manager, each, textwrap.dedent(code)) for each in kernels)))

    printed = [line.split() for line in run(folder, body)]
    assert [line[1:3] for line in printed] == [["yes", str(folder)]] * 3
    assert [line[4] for line in printed] == ["True"] * 3, "imported before the fork"
    assert len({line[0] for line in printed}) == 3
    assert len({line[3] for line in printed}) == 3, "each has random numbers of its own"
    assert gone([int(line[0]) for line in printed])


def test_a_killed_kernel_is_noticed(folder: Path) -> None:
    async def body(nursery: Nursery, manager: AsyncMultiKernelManager) -> tuple[bool, bool]:
        kernel = await manager.start_kernel(kernel_name="python3")
        before = await manager.is_alive(kernel)
        os.kill(manager.get_kernel(kernel).provisioner.pid, signal.SIGKILL)
        for _ in range(200):
            if not await manager.is_alive(kernel):
                break
            await asyncio.sleep(0.02)
        return before, await manager.is_alive(kernel)

    assert run(folder, body) == (True, False)


def test_when_the_zygote_is_killed_its_kernels_end_and_a_new_one_takes_over(folder: Path) -> None:
    async def body(nursery: Nursery, manager: AsyncMultiKernelManager) -> tuple[int, str]:
        first = await manager.start_kernel(kernel_name="python3")
        pid = manager.get_kernel(first).provisioner.pid
        assert nursery._process is not None
        nursery._process.kill()
        for _ in range(200):
            if not await manager.is_alive(first):
                break
            await asyncio.sleep(0.02)
        second = await manager.start_kernel(kernel_name="python3")
        return pid, await said(manager, second, "print('here')")

    pid, words = run(folder, body)
    assert words == "here"
    assert gone([pid])


def test_what_keeps_it_from_starting_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "ipykernel.py").write_text("raise ImportError('broken on purpose')")
    monkeypatch.syspath_prepend(str(folder))

    async def body() -> None:
        await Nursery().fork("/nowhere", {}, "/")

    with pytest.raises(NurseryClosed, match="broken on purpose"):
        run_apart(body())


def test_all_end_when_the_server_is_killed(folder: Path) -> None:
    script = f"""
        import asyncio, pathlib, sys, time
        sys.path.insert(0, {str(Path(__file__).parents[2])!r})
        from tests.serve.test_kernels import nursery_and_manager, said
        async def main():
            async with nursery_and_manager(pathlib.Path({str(folder)!r})) as (nursery, manager):
                kernel = await manager.start_kernel(kernel_name="python3")
                await said(manager, kernel, "1")
                print(nursery._process.pid, manager.get_kernel(kernel).provisioner.pid, flush=True)
                await asyncio.sleep(60)
        asyncio.run(main())
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        pids = [int(each) for each in server.stdout.readline().split()]
        running = [is_running(pid) for pid in pids]
        server.kill()
    assert running == [True, True]
    assert gone(pids)


def test_a_process_with_threads_is_not_forked() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        with pytest.raises(RuntimeError, match="threads"):
            zygote._fork({}, [])
    finally:
        stop.set()
        thread.join()
