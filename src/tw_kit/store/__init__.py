"""What is saved and loaded: summary files, and the workbooks of people who fill them.

`open_store` imports SQLAlchemy; nothing else here does, so that a page which needs no store does not pay for it.
"""

from tw_kit.store.find import find_summaries
from tw_kit.store.interface import Appended, Attended, Backup, Erased, Held, Restored, Retention, Started, Store
from tw_kit.store.memory import MemoryStore
from tw_kit.store.opening import open_store
from tw_kit.store.summary_file import read_summary, summary_json, write_summary

__all__ = [
    "Appended",
    "Attended",
    "Backup",
    "Erased",
    "Held",
    "MemoryStore",
    "Restored",
    "Retention",
    "Started",
    "Store",
    "find_summaries",
    "open_store",
    "read_summary",
    "summary_json",
    "write_summary",
]
