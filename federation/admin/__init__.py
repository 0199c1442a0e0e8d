"""The staff's desk of the institution, and what every desk of the house is made of."""

from federation.admin.desk import DemoMark, FoldSearchMixin

__all__ = ["DemoMark", "FoldSearchMixin"]
