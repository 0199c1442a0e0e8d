"""Shelves of accounts."""
