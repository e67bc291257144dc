"""Tests of the stores that workbooks are kept in."""
