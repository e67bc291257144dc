"""What the command line says: results on stdout, messages on stderr, a bar where something takes over a second."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TextIO

from tw_kit.app import FileFaults
from tw_kit.content import Content, packaged_content
from tw_kit.errors import Fault, TwKitError

if TYPE_CHECKING:
    from rich.progress import Progress

BAR_AFTER = 1.0  # seconds
# Control characters and those that turn a line's direction: a file name may hold them, a terminal obeys them.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Advance(Protocol):
    """Says that one more of the things to do is done."""

    def __call__(self, *_: object) -> None:
        """Whatever it was."""


def utf8(stream: TextIO, errors: str) -> None:
    """Make a standard stream speak UTF-8, whatever the locale."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors=errors)


def visible(text: str) -> str:
    """The text on one line: what a terminal would obey, or not show, is written out."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@dataclass
class Voice:
    """Speaks to the person at the command line.

    Parameters
    ----------
    language : str
        ``"en"`` or ``"fr"``.
    content : Content
        Whose sentences are said: the kit's own until another content is opened.
    """

    language: str
    content: Content = field(default_factory=packaged_content)

    def result(self, line: str) -> None:
        """A line on stdout, unwrapped, at once."""
        print(line, flush=True)

    def text(self, text_id: str, /, **facts: str | int) -> str:
        """A text of the content in the reader's language."""
        return self.content.text(text_id, self.language, **facts)

    def counted(self, text_id: str, number: int, /, **facts: str | int) -> str:
        """A text that depends on a number."""
        return self.content.counted(text_id, number, self.language, **facts)

    def note(self, line: str) -> None:
        """A line on stderr."""
        print(visible(line), file=sys.stderr, flush=True)

    def help(self, text: str) -> None:
        """Help that nobody asked for, on stderr: it is no result."""
        print(text.rstrip("\n"), file=sys.stderr, flush=True)

    def sentence(self, fault: Fault) -> str:
        """What is said of a fault."""
        return self.content.sentence(fault, self.language)

    def faults(self, faults: Iterable[Fault], file: object = None) -> None:
        """A line on stderr for each fault, led by the file it is in, if it does not say so itself."""
        for fault in faults:
            sentence = self.sentence(fault)
            self.note(sentence if file is None else self.text("cli.in_file", file=str(file), sentence=sentence))

    def error(self, exc: TwKitError) -> None:
        """All the faults of an error."""
        if isinstance(exc, FileFaults):
            for path, faults in exc.by_file.items():
                self.faults(faults, path)
        else:
            self.faults(exc.faults)

    @contextmanager
    def progress(self, text_id: str, total: int) -> Iterator[Advance]:
        """A bar on stderr, if that is a terminal and the work takes over a second."""
        if not sys.stderr.isatty():
            yield lambda *_: None
            return
        bar = _Bar(self.text(text_id), total)
        try:
            yield bar.advance
        finally:
            bar.close()


class _Bar:
    """A bar that shows itself after a second."""

    def __init__(self, label: str, total: int) -> None:
        self._label, self._total = label, total
        self._done = 0
        self._lock = threading.Lock()
        self._shown: Progress | None = None
        self._is_closed = False
        self._timer = threading.Timer(BAR_AFTER, self._show)
        self._timer.daemon = True
        self._timer.start()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        bar.add_task(self._label, total=self._total, completed=self._done)
        with self._lock:
            if not self._is_closed:
                bar.start()
                self._shown = bar

    def advance(self, *_: object) -> None:
        """One more is done."""
        with self._lock:
            self._done += 1
            if self._shown is not None:
                self._shown.update(self._shown.task_ids[0], completed=self._done)

    def close(self) -> None:
        """Take the bar away, or let it never come."""
        self._timer.cancel()
        with self._lock:
            self._is_closed = True
            if self._shown is not None:
                self._shown.stop()
