"""Old articles from Excel, CSV and web pages: read row by row, none half."""

from bulletin.documents.old.files import COLUMNS, ENDINGS, read_files
from bulletin.documents.old.rows import RowReader, judged

__all__ = ["COLUMNS", "ENDINGS", "RowReader", "judged", "read_files"]
