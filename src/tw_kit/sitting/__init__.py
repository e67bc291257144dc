"""What a workbook page says and answers, in plain Python: the same behind a notebook, a room page and a test.

Messages and their answers are in docs/workbook.md.
"""
