"""Puts the rooms together: picks content, store and language, and offers each job as one function.

The one place that does so; commands and pages call it. Importing it loads no pandas, matplotlib, papermill, nbconvert
or widgets: they are imported where handouts and pages are made.
"""

from tw_kit.app.content import check, content_list
from tw_kit.app.handouts import FORMATS, KINDS, Order, handout_bytes, handouts, invitation, order, sample
from tw_kit.app.kit import (
    Kit,
    default_data,
    kit_from,
    now,
    open_kit,
    open_workbooks,
    reader_language,
)
from tw_kit.app.scores import FileFaults, Scored, score
from tw_kit.app.workbooks import side_of_code, workbook_page

__all__ = [
    "FORMATS",
    "KINDS",
    "FileFaults",
    "Kit",
    "Order",
    "Scored",
    "check",
    "content_list",
    "default_data",
    "handout_bytes",
    "handouts",
    "invitation",
    "kit_from",
    "now",
    "open_kit",
    "open_workbooks",
    "order",
    "reader_language",
    "sample",
    "score",
    "side_of_code",
    "workbook_page",
]
