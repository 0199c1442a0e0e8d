"""What staff look at before readers do."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.views.generic import DetailView

from bulletin.models import Article


class ArticlePreview(LoginRequiredMixin, DetailView):
    """An article as readers will see it, whatever its status."""

    template_name = "bulletin/article_detail.html"
    extra_context = {"is_preview": True}

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not request.user.has_perm("bulletin.view_article"):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return Article.objects.for_page()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            languages=["vi", "en"] if self.object.title_en else ["vi"], **kwargs
        )
