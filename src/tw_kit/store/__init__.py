"""Saves and loads: one person's answers as a summary file."""

from tw_kit.store.summary_file import read_summary, summary_json, write_summary

__all__ = ["read_summary", "summary_json", "write_summary"]
