"""The environment variables that say to a notebook what the command line's global options say to a command.

TW_KIT_LANG
    ``en`` or ``fr``: of a handout; the summary's own language where it is not set.
TW_KIT_CONTENT
    A content folder; the kit's own where it is not set.
TW_KIT_DATA
    A data folder, which may hold site.yaml. Where it is not set, a handout is of an empty site, and a workbook page
    has the data folder of whoever runs it.
TW_KIT_DATABASE
    Address of the database of workbooks; a file in the data folder where it is not set.
TW_KIT_ASSETS
    Path under which our server offers a workbook page's module, style and words; where it is not set, a notebook
    carries them itself.
"""

LANG = "TW_KIT_LANG"
CONTENT = "TW_KIT_CONTENT"
DATA = "TW_KIT_DATA"
DATABASE = "TW_KIT_DATABASE"
ASSETS = "TW_KIT_ASSETS"
