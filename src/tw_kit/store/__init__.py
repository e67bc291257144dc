"""What is saved and loaded: summary files."""

from tw_kit.store.find import find_summaries
from tw_kit.store.summary_file import read_summary, summary_json, write_summary

__all__ = ["find_summaries", "read_summary", "summary_json", "write_summary"]
