"""The newsroom's desk."""

from django.contrib import admin
from modeltranslation.admin import TabbedTranslationAdmin
from unfold.admin import ModelAdmin

from bulletin.models import Article


@admin.register(Article)
class ArticleAdmin(ModelAdmin, TabbedTranslationAdmin):
    """Comes with the newsroom."""
