"""The tables of bulletin and the triggers of their history."""

import accounts.history
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import federation.richtext
import federation.uploads
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('events', '0001_initial'),
        ('federation', '0002_initial'),
        ('members', '0002_branch_name_once'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        accounts.history.Together(
            operations=[migrations.CreateModel(
                name='ViewBatch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=80, unique=True)),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name': 'batch of views',
                    'verbose_name_plural': 'batches of views',
                },
            ), migrations.CreateModel(
                name='Article',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('kind', models.CharField(choices=[('article', 'article'), ('press', 'press item: link and own summary')], default='article', max_length=7, verbose_name='kind')),
                    ('page', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='page in the issue')),
                    ('slug', models.SlugField(help_text='A change after publication leaves a redirect.', max_length=120, unique=True, verbose_name='address word')),
                    ('title', federation.richtext.PlainCharField(max_length=250, verbose_name='headline')),
                    ('title_vi', federation.richtext.PlainCharField(max_length=250, null=True, verbose_name='headline')),
                    ('title_en', federation.richtext.PlainCharField(max_length=250, null=True, verbose_name='headline')),
                    ('lead', federation.richtext.PlainTextField(blank=True, max_length=600, verbose_name='lead')),
                    ('lead_vi', federation.richtext.PlainTextField(blank=True, max_length=600, null=True, verbose_name='lead')),
                    ('lead_en', federation.richtext.PlainTextField(blank=True, max_length=600, null=True, verbose_name='lead')),
                    ('body', federation.richtext.RichTextField(blank=True, verbose_name='article text')),
                    ('body_vi', federation.richtext.RichTextField(blank=True, null=True, verbose_name='article text')),
                    ('body_en', federation.richtext.RichTextField(blank=True, null=True, verbose_name='article text')),
                    ('authors', federation.richtext.PlainCharField(blank=True, max_length=200, verbose_name='text by')),
                    ('photographers', federation.richtext.PlainCharField(blank=True, max_length=200, verbose_name='photographs by')),
                    ('source', federation.richtext.PlainCharField(blank=True, max_length=200, verbose_name='source')),
                    ('original_url', federation.richtext.WebAddressField(blank=True, max_length=500, verbose_name='original address')),
                    ('status', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved'), ('scheduled', 'scheduled'), ('published', 'published'), ('unpublished', 'taken down'), ('archived', 'archived')], default='draft', editable=False, max_length=11, verbose_name='status')),
                    ('en_state', models.CharField(choices=[('none', 'no English'), ('translating', 'being translated'), ('reviewed', 'reviewed'), ('published', 'published')], default='none', editable=False, max_length=11, verbose_name='English')),
                    ('remark', federation.richtext.PlainTextField(blank=True, editable=False, verbose_name='remark')),
                    ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='sent')),
                    ('publish_at', models.DateTimeField(blank=True, null=True, verbose_name='to be published at')),
                    ('published_at', models.DateTimeField(blank=True, help_text='Empty: the moment of publishing.', null=True, verbose_name='published at')),
                    ('imported_views', models.PositiveIntegerField(default=0, verbose_name='views before this portal')),
                    ('counted_views', models.PositiveIntegerField(default=0, editable=False, verbose_name='views counted')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                    ('is_readable_vi', models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(models.Q(('body_vi__gt', ''), models.Q(('kind', 'press'), ('lead_vi__gt', '')), _connector='OR'), ('title_vi__gt', '')), then=models.Value(True)), default=models.Value(False)), output_field=models.BooleanField())),
                    ('is_readable_en', models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(models.Q(('body_en__gt', ''), models.Q(('kind', 'press'), ('lead_en__gt', '')), _connector='OR'), ('title_en__gt', ''), ('en_state', 'published')), then=models.Value(True)), default=models.Value(False)), output_field=models.BooleanField())),
                    ('associations', models.ManyToManyField(blank=True, related_name='articles', to='members.association', verbose_name='associations')),
                    ('countries', models.ManyToManyField(blank=True, related_name='articles', to='federation.country', verbose_name='countries')),
                    ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='covered_articles', to='federation.photo', verbose_name='lead photograph')),
                    ('documents', models.ManyToManyField(blank=True, related_name='articles', to='federation.document', verbose_name='documents')),
                    ('events', models.ManyToManyField(blank=True, related_name='articles', to='events.event', verbose_name='events')),
                    ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by')),
                    ('photos', models.ManyToManyField(blank=True, related_name='articles', through='bulletin.ArticlePhoto', to='federation.photo')),
                    ('issue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='bulletin.issue', verbose_name='issue')),
                    ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='bulletin.section', verbose_name='section')),
                ],
                options={
                    'verbose_name': 'article',
                    'verbose_name_plural': 'articles',
                    'ordering': [models.OrderBy(models.F('published_at'), descending=True, nulls_first=True), '-pk'],
                    'permissions': [('review_article', 'Can approve or return articles'), ('publish_article', 'Can publish articles and take them down'), ('translate_article', 'Can release English texts for review')],
                    'indexes': [models.Index(models.F('published_at'), models.F('id'), condition=models.Q(('is_readable_vi', True), ('status', 'published')), name='article_feed_vi'), models.Index(models.F('published_at'), models.F('id'), condition=models.Q(('is_readable_en', True), ('status', 'published')), name='article_feed_en'), models.Index(models.F('section'), models.F('published_at'), models.F('id'), name='article_section')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='article_published_has_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'scheduled'), _negated=True), ('publish_at__isnull', False), _connector='OR'), name='article_scheduled_has_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'press'), _negated=True), models.Q(('original_url', ''), _negated=True), _connector='OR'), name='article_press_item_links', violation_error_message='A press item needs the original address.')],
                },
            ), migrations.CreateModel(
                name='ArticlePhoto',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gallery', to='bulletin.article')),
                    ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='article_places', to='federation.photo', verbose_name='photograph')),
                ],
                options={
                    'verbose_name': 'photograph of the article',
                    'verbose_name_plural': 'photographs of the article',
                    'ordering': ['display_order', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('article', 'photo'), name='article_photo_once', violation_error_message='The photograph is there already.')],
                },
            ), migrations.CreateModel(
                name='ArticlePhotoEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ('article', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bulletin.article')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bulletin.articlephoto')),
                    ('photo', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.photo', verbose_name='photograph')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='ArticleRedirect',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=120, unique=True, verbose_name='former address word')),
                    ('since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='since')),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_addresses', to='bulletin.article', verbose_name='article')),
                ],
                options={
                    'verbose_name': 'former address',
                    'verbose_name_plural': 'former addresses',
                },
            ), migrations.CreateModel(
                name='ArticleRedirectEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('slug', models.SlugField(db_index=False, max_length=120, verbose_name='former address word')),
                    ('since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='since')),
                    ('article', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bulletin.article', verbose_name='article')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bulletin.articleredirect')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Correction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('note', federation.richtext.PlainTextField(max_length=1000, verbose_name='correction note')),
                    ('note_vi', federation.richtext.PlainTextField(max_length=1000, null=True, verbose_name='correction note')),
                    ('note_en', federation.richtext.PlainTextField(max_length=1000, null=True, verbose_name='correction note')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='corrected')),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='bulletin.article', verbose_name='article')),
                    ('made_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='corrected by')),
                ],
                options={
                    'verbose_name': 'correction',
                    'verbose_name_plural': 'corrections',
                    'ordering': ['-made_at'],
                },
            ), migrations.CreateModel(
                name='CorrectionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('note', federation.richtext.PlainTextField(max_length=1000, verbose_name='correction note')),
                    ('note_vi', federation.richtext.PlainTextField(max_length=1000, null=True, verbose_name='correction note')),
                    ('note_en', federation.richtext.PlainTextField(max_length=1000, null=True, verbose_name='correction note')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='corrected')),
                    ('article', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bulletin.article', verbose_name='article')),
                    ('made_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='corrected by')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bulletin.correction')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Issue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('total_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='number since the first')),
                    ('status', models.CharField(choices=[('planning', 'planning'), ('collecting', 'collecting'), ('editing', 'editing'), ('translating', 'translating'), ('approved', 'approved'), ('licensed_check', 'licence checked'), ('printed', 'printed'), ('online', 'online')], default='planning', editable=False, max_length=14, verbose_name='status')),
                    ('period_label', federation.richtext.PlainCharField(blank=True, help_text='For example “Quarter IV”.', max_length=80, verbose_name='period')),
                    ('period_label_vi', federation.richtext.PlainCharField(blank=True, help_text='For example “Quarter IV”.', max_length=80, null=True, verbose_name='period')),
                    ('period_label_en', federation.richtext.PlainCharField(blank=True, help_text='For example “Quarter IV”.', max_length=80, null=True, verbose_name='period')),
                    ('lead', federation.richtext.PlainTextField(blank=True, verbose_name='lead')),
                    ('lead_vi', federation.richtext.PlainTextField(blank=True, null=True, verbose_name='lead')),
                    ('lead_en', federation.richtext.PlainTextField(blank=True, null=True, verbose_name='lead')),
                    ('pdf', federation.uploads.DocumentField(blank=True, folder='issues', verbose_name='PDF')),
                    ('pages', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='pages')),
                    ('copies', models.PositiveIntegerField(blank=True, null=True, verbose_name='copies')),
                    ('printed_on', models.DateField(blank=True, null=True, verbose_name='printed on')),
                    ('online_at', models.DateTimeField(editable=False, null=True, verbose_name='online since')),
                    ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='covered_issues', to='federation.photo', verbose_name='cover')),
                    ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='bulletin.publication', verbose_name='publication')),
                    ('license', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='bulletin.publicationlicense', verbose_name='licence')),
                ],
                options={
                    'verbose_name': 'issue',
                    'verbose_name_plural': 'issues',
                    'ordering': ['-year', '-number'],
                    'constraints': [models.UniqueConstraint(fields=('publication', 'year', 'number'), name='issue_once', violation_error_message='This issue exists already.'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('year__gte', 1900), ('year__lte', 2200)), name='issue_number_from_one', violation_error_message='Numbers count from 1, years have 4 digits.'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'printed'), _negated=True), models.Q(('license__isnull', False), ('printed_on__isnull', False)), _connector='OR'), name='issue_printed_has_licence_and_day')],
                },
            ), migrations.CreateModel(
                name='Publication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('title', federation.richtext.PlainCharField(max_length=150, verbose_name='name')),
                    ('title_vi', federation.richtext.PlainCharField(max_length=150, null=True, verbose_name='name')),
                    ('title_en', federation.richtext.PlainCharField(max_length=150, null=True, verbose_name='name')),
                    ('alt_titles', federation.richtext.PlainCharField(blank=True, help_text='Other spellings of the title, for search.', max_length=250, verbose_name='also printed as')),
                    ('lead', federation.richtext.PlainCharField(blank=True, max_length=300, verbose_name='one sentence')),
                    ('lead_vi', federation.richtext.PlainCharField(blank=True, max_length=300, null=True, verbose_name='one sentence')),
                    ('lead_en', federation.richtext.PlainCharField(blank=True, max_length=300, null=True, verbose_name='one sentence')),
                    ('periodicity', federation.richtext.PlainCharField(blank=True, max_length=100, verbose_name='periodicity')),
                    ('periodicity_vi', federation.richtext.PlainCharField(blank=True, max_length=100, null=True, verbose_name='periodicity')),
                    ('periodicity_en', federation.richtext.PlainCharField(blank=True, max_length=100, null=True, verbose_name='periodicity')),
                    ('responsible', federation.richtext.PlainCharField(blank=True, max_length=150, verbose_name='responsible for publication')),
                    ('responsible_vi', federation.richtext.PlainCharField(blank=True, max_length=150, null=True, verbose_name='responsible for publication')),
                    ('responsible_en', federation.richtext.PlainCharField(blank=True, max_length=150, null=True, verbose_name='responsible for publication')),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='federation.organization', verbose_name='issued by')),
                ],
                options={
                    'verbose_name': 'publication',
                    'verbose_name_plural': 'publications',
                    'ordering': ['display_order', 'pk'],
                },
            ), migrations.CreateModel(
                name='PublicationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('title', federation.richtext.PlainCharField(max_length=150, verbose_name='name')),
                    ('title_vi', federation.richtext.PlainCharField(max_length=150, null=True, verbose_name='name')),
                    ('title_en', federation.richtext.PlainCharField(max_length=150, null=True, verbose_name='name')),
                    ('alt_titles', federation.richtext.PlainCharField(blank=True, help_text='Other spellings of the title, for search.', max_length=250, verbose_name='also printed as')),
                    ('lead', federation.richtext.PlainCharField(blank=True, max_length=300, verbose_name='one sentence')),
                    ('lead_vi', federation.richtext.PlainCharField(blank=True, max_length=300, null=True, verbose_name='one sentence')),
                    ('lead_en', federation.richtext.PlainCharField(blank=True, max_length=300, null=True, verbose_name='one sentence')),
                    ('periodicity', federation.richtext.PlainCharField(blank=True, max_length=100, verbose_name='periodicity')),
                    ('periodicity_vi', federation.richtext.PlainCharField(blank=True, max_length=100, null=True, verbose_name='periodicity')),
                    ('periodicity_en', federation.richtext.PlainCharField(blank=True, max_length=100, null=True, verbose_name='periodicity')),
                    ('responsible', federation.richtext.PlainCharField(blank=True, max_length=150, verbose_name='responsible for publication')),
                    ('responsible_vi', federation.richtext.PlainCharField(blank=True, max_length=150, null=True, verbose_name='responsible for publication')),
                    ('responsible_en', federation.richtext.PlainCharField(blank=True, max_length=150, null=True, verbose_name='responsible for publication')),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.organization', verbose_name='issued by')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bulletin.publication')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PublicationLicense',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('number', federation.richtext.PlainCharField(max_length=60, verbose_name='number')),
                    ('issued_on', models.DateField(verbose_name='date')),
                    ('valid_to', models.DateField(verbose_name='valid to')),
                    ('issuer', federation.richtext.PlainCharField(blank=True, max_length=200, verbose_name='issued by')),
                    ('issuer_vi', federation.richtext.PlainCharField(blank=True, max_length=200, null=True, verbose_name='issued by')),
                    ('issuer_en', federation.richtext.PlainCharField(blank=True, max_length=200, null=True, verbose_name='issued by')),
                    ('periodicity', federation.richtext.PlainCharField(blank=True, max_length=100, verbose_name='periodicity')),
                    ('periodicity_vi', federation.richtext.PlainCharField(blank=True, max_length=100, null=True, verbose_name='periodicity')),
                    ('periodicity_en', federation.richtext.PlainCharField(blank=True, max_length=100, null=True, verbose_name='periodicity')),
                    ('size', federation.richtext.PlainCharField(blank=True, max_length=40, verbose_name='page size')),
                    ('max_pages', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='pages at most')),
                    ('max_copies', models.PositiveIntegerField(blank=True, null=True, verbose_name='copies at most')),
                    ('printer', federation.richtext.PlainCharField(blank=True, max_length=200, verbose_name='printed by')),
                    ('scope', federation.richtext.PlainTextField(blank=True, verbose_name='scope')),
                    ('file', federation.uploads.DocumentField(blank=True, folder='licenses', verbose_name='file')),
                    ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licenses', to='bulletin.publication', verbose_name='publication')),
                ],
                options={
                    'verbose_name': 'publishing licence',
                    'verbose_name_plural': 'publishing licences',
                    'ordering': ['-valid_to'],
                    'constraints': [models.UniqueConstraint(fields=('publication', 'number'), name='license_number_once', violation_error_message='This licence is recorded already.'), models.CheckConstraint(condition=models.Q(('valid_to__gte', models.F('issued_on'))), name='license_ends_after_it_began', violation_error_message='The last day is before the first.')],
                },
            ), migrations.CreateModel(
                name='IssueEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('total_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='number since the first')),
                    ('status', models.CharField(choices=[('planning', 'planning'), ('collecting', 'collecting'), ('editing', 'editing'), ('translating', 'translating'), ('approved', 'approved'), ('licensed_check', 'licence checked'), ('printed', 'printed'), ('online', 'online')], default='planning', editable=False, max_length=14, verbose_name='status')),
                    ('period_label', federation.richtext.PlainCharField(blank=True, help_text='For example “Quarter IV”.', max_length=80, verbose_name='period')),
                    ('period_label_vi', federation.richtext.PlainCharField(blank=True, help_text='For example “Quarter IV”.', max_length=80, null=True, verbose_name='period')),
                    ('period_label_en', federation.richtext.PlainCharField(blank=True, help_text='For example “Quarter IV”.', max_length=80, null=True, verbose_name='period')),
                    ('lead', federation.richtext.PlainTextField(blank=True, verbose_name='lead')),
                    ('lead_vi', federation.richtext.PlainTextField(blank=True, null=True, verbose_name='lead')),
                    ('lead_en', federation.richtext.PlainTextField(blank=True, null=True, verbose_name='lead')),
                    ('pdf', federation.uploads.DocumentField(blank=True, folder='issues', verbose_name='PDF')),
                    ('pages', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='pages')),
                    ('copies', models.PositiveIntegerField(blank=True, null=True, verbose_name='copies')),
                    ('printed_on', models.DateField(blank=True, null=True, verbose_name='printed on')),
                    ('online_at', models.DateTimeField(editable=False, null=True, verbose_name='online since')),
                    ('cover', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.photo', verbose_name='cover')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bulletin.issue')),
                    ('publication', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bulletin.publication', verbose_name='publication')),
                    ('license', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bulletin.publicationlicense', verbose_name='licence')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PublicationLicenseEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('number', federation.richtext.PlainCharField(max_length=60, verbose_name='number')),
                    ('issued_on', models.DateField(verbose_name='date')),
                    ('valid_to', models.DateField(verbose_name='valid to')),
                    ('issuer', federation.richtext.PlainCharField(blank=True, max_length=200, verbose_name='issued by')),
                    ('issuer_vi', federation.richtext.PlainCharField(blank=True, max_length=200, null=True, verbose_name='issued by')),
                    ('issuer_en', federation.richtext.PlainCharField(blank=True, max_length=200, null=True, verbose_name='issued by')),
                    ('periodicity', federation.richtext.PlainCharField(blank=True, max_length=100, verbose_name='periodicity')),
                    ('periodicity_vi', federation.richtext.PlainCharField(blank=True, max_length=100, null=True, verbose_name='periodicity')),
                    ('periodicity_en', federation.richtext.PlainCharField(blank=True, max_length=100, null=True, verbose_name='periodicity')),
                    ('size', federation.richtext.PlainCharField(blank=True, max_length=40, verbose_name='page size')),
                    ('max_pages', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='pages at most')),
                    ('max_copies', models.PositiveIntegerField(blank=True, null=True, verbose_name='copies at most')),
                    ('printer', federation.richtext.PlainCharField(blank=True, max_length=200, verbose_name='printed by')),
                    ('scope', federation.richtext.PlainTextField(blank=True, verbose_name='scope')),
                    ('file', federation.uploads.DocumentField(blank=True, folder='licenses', verbose_name='file')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bulletin.publicationlicense')),
                    ('publication', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bulletin.publication', verbose_name='publication')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Section',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('title', federation.richtext.PlainCharField(max_length=100, verbose_name='name')),
                    ('title_vi', federation.richtext.PlainCharField(max_length=100, null=True, verbose_name='name')),
                    ('title_en', federation.richtext.PlainCharField(max_length=100, null=True, verbose_name='name')),
                    ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address word')),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='bulletin.section', verbose_name='part of')),
                ],
                options={
                    'verbose_name': 'section',
                    'verbose_name_plural': 'sections',
                    'ordering': ['display_order', 'pk'],
                },
            ), migrations.CreateModel(
                name='ArticleEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('kind', models.CharField(choices=[('article', 'article'), ('press', 'press item: link and own summary')], default='article', max_length=7, verbose_name='kind')),
                    ('page', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='page in the issue')),
                    ('slug', models.SlugField(db_index=False, help_text='A change after publication leaves a redirect.', max_length=120, verbose_name='address word')),
                    ('title', federation.richtext.PlainCharField(max_length=250, verbose_name='headline')),
                    ('title_vi', federation.richtext.PlainCharField(max_length=250, null=True, verbose_name='headline')),
                    ('title_en', federation.richtext.PlainCharField(max_length=250, null=True, verbose_name='headline')),
                    ('lead', federation.richtext.PlainTextField(blank=True, max_length=600, verbose_name='lead')),
                    ('lead_vi', federation.richtext.PlainTextField(blank=True, max_length=600, null=True, verbose_name='lead')),
                    ('lead_en', federation.richtext.PlainTextField(blank=True, max_length=600, null=True, verbose_name='lead')),
                    ('body', federation.richtext.RichTextField(blank=True, verbose_name='article text')),
                    ('body_vi', federation.richtext.RichTextField(blank=True, null=True, verbose_name='article text')),
                    ('body_en', federation.richtext.RichTextField(blank=True, null=True, verbose_name='article text')),
                    ('authors', federation.richtext.PlainCharField(blank=True, max_length=200, verbose_name='text by')),
                    ('photographers', federation.richtext.PlainCharField(blank=True, max_length=200, verbose_name='photographs by')),
                    ('source', federation.richtext.PlainCharField(blank=True, max_length=200, verbose_name='source')),
                    ('original_url', federation.richtext.WebAddressField(blank=True, max_length=500, verbose_name='original address')),
                    ('status', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved'), ('scheduled', 'scheduled'), ('published', 'published'), ('unpublished', 'taken down'), ('archived', 'archived')], default='draft', editable=False, max_length=11, verbose_name='status')),
                    ('en_state', models.CharField(choices=[('none', 'no English'), ('translating', 'being translated'), ('reviewed', 'reviewed'), ('published', 'published')], default='none', editable=False, max_length=11, verbose_name='English')),
                    ('remark', federation.richtext.PlainTextField(blank=True, editable=False, verbose_name='remark')),
                    ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='sent')),
                    ('publish_at', models.DateTimeField(blank=True, null=True, verbose_name='to be published at')),
                    ('published_at', models.DateTimeField(blank=True, help_text='Empty: the moment of publishing.', null=True, verbose_name='published at')),
                    ('imported_views', models.PositiveIntegerField(default=0, verbose_name='views before this portal')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                    ('cover', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.photo', verbose_name='lead photograph')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='bulletin.article')),
                    ('submitted_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by')),
                    ('issue', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bulletin.issue', verbose_name='issue')),
                    ('section', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bulletin.section', verbose_name='section')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='SectionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('title', federation.richtext.PlainCharField(max_length=100, verbose_name='name')),
                    ('title_vi', federation.richtext.PlainCharField(max_length=100, null=True, verbose_name='name')),
                    ('title_en', federation.richtext.PlainCharField(max_length=100, null=True, verbose_name='name')),
                    ('slug', models.SlugField(db_index=False, max_length=60, verbose_name='address word')),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bulletin.section', verbose_name='part of')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bulletin.section')),
                ],
                options={
                    'abstract': False,
                },
            ), accounts.history.AddTrigger(
                model_name='article',
                trigger=pgtrigger.compiler.Trigger(name='keep_old_address', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."published_at" IS NOT NULL AND OLD."slug" IS DISTINCT FROM (NEW."slug"))', func='\n                    DELETE FROM bulletin_articleredirect WHERE slug = NEW.slug;\n                    INSERT INTO bulletin_articleredirect (slug, article_id)\n                    VALUES (OLD.slug, OLD.id)\n                    ON CONFLICT (slug) DO UPDATE SET article_id = OLD.id;\n                    RETURN NULL;\n                ', hash='4c22de8744cc48f131ffd9a716356cb2b06aaf93', operation='UPDATE OF "slug"', pgid='pgtrigger_keep_old_address_6571a', table='bulletin_article', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='article',
                trigger=pgtrigger.compiler.Trigger(name='views_never_decrease', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.imported_views + NEW.counted_views < OLD.imported_views + OLD.counted_views)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='63d0ae7fb66204e969b297f4e320c5aeed7a648e', operation='UPDATE', pgid='pgtrigger_views_never_decrease_99be3', table='bulletin_article', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='article',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_articleevent" ("authors", "body", "body_en", "body_vi", "cover_id", "en_state", "id", "imported_views", "is_demo", "issue_id", "kind", "lead", "lead_en", "lead_vi", "original_url", "page", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photographers", "publish_at", "published_at", "remark", "section_id", "slug", "source", "status", "submitted_at", "submitted_by_id", "title", "title_en", "title_vi", "updated_at") VALUES (NEW."authors", NEW."body", NEW."body_en", NEW."body_vi", NEW."cover_id", NEW."en_state", NEW."id", NEW."imported_views", NEW."is_demo", NEW."issue_id", NEW."kind", NEW."lead", NEW."lead_en", NEW."lead_vi", NEW."original_url", NEW."page", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."photographers", NEW."publish_at", NEW."published_at", NEW."remark", NEW."section_id", NEW."slug", NEW."source", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."title", NEW."title_en", NEW."title_vi", NEW."updated_at"); RETURN NULL;', hash='52d1edc9c821444cbb5dab4375e96c2432513dc6', operation='INSERT', pgid='pgtrigger_insert_insert_12530', table='bulletin_article', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='article',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."authors" IS DISTINCT FROM (NEW."authors") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."body_en" IS DISTINCT FROM (NEW."body_en") OR OLD."body_vi" IS DISTINCT FROM (NEW."body_vi") OR OLD."cover_id" IS DISTINCT FROM (NEW."cover_id") OR OLD."en_state" IS DISTINCT FROM (NEW."en_state") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."imported_views" IS DISTINCT FROM (NEW."imported_views") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."issue_id" IS DISTINCT FROM (NEW."issue_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."lead" IS DISTINCT FROM (NEW."lead") OR OLD."lead_en" IS DISTINCT FROM (NEW."lead_en") OR OLD."lead_vi" IS DISTINCT FROM (NEW."lead_vi") OR OLD."original_url" IS DISTINCT FROM (NEW."original_url") OR OLD."page" IS DISTINCT FROM (NEW."page") OR OLD."photographers" IS DISTINCT FROM (NEW."photographers") OR OLD."publish_at" IS DISTINCT FROM (NEW."publish_at") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."remark" IS DISTINCT FROM (NEW."remark") OR OLD."section_id" IS DISTINCT FROM (NEW."section_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_vi" IS DISTINCT FROM (NEW."title_vi") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))', func='INSERT INTO "bulletin_articleevent" ("authors", "body", "body_en", "body_vi", "cover_id", "en_state", "id", "imported_views", "is_demo", "issue_id", "kind", "lead", "lead_en", "lead_vi", "original_url", "page", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photographers", "publish_at", "published_at", "remark", "section_id", "slug", "source", "status", "submitted_at", "submitted_by_id", "title", "title_en", "title_vi", "updated_at") VALUES (NEW."authors", NEW."body", NEW."body_en", NEW."body_vi", NEW."cover_id", NEW."en_state", NEW."id", NEW."imported_views", NEW."is_demo", NEW."issue_id", NEW."kind", NEW."lead", NEW."lead_en", NEW."lead_vi", NEW."original_url", NEW."page", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."photographers", NEW."publish_at", NEW."published_at", NEW."remark", NEW."section_id", NEW."slug", NEW."source", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."title", NEW."title_en", NEW."title_vi", NEW."updated_at"); RETURN NULL;', hash='776404b6f6150a0376fce7d3f605158adbe85e02', operation='UPDATE', pgid='pgtrigger_update_update_ddf18', table='bulletin_article', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='article',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_articleevent" ("authors", "body", "body_en", "body_vi", "cover_id", "en_state", "id", "imported_views", "is_demo", "issue_id", "kind", "lead", "lead_en", "lead_vi", "original_url", "page", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photographers", "publish_at", "published_at", "remark", "section_id", "slug", "source", "status", "submitted_at", "submitted_by_id", "title", "title_en", "title_vi", "updated_at") VALUES (OLD."authors", OLD."body", OLD."body_en", OLD."body_vi", OLD."cover_id", OLD."en_state", OLD."id", OLD."imported_views", OLD."is_demo", OLD."issue_id", OLD."kind", OLD."lead", OLD."lead_en", OLD."lead_vi", OLD."original_url", OLD."page", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."photographers", OLD."publish_at", OLD."published_at", OLD."remark", OLD."section_id", OLD."slug", OLD."source", OLD."status", OLD."submitted_at", OLD."submitted_by_id", OLD."title", OLD."title_en", OLD."title_vi", OLD."updated_at"); RETURN NULL;', hash='b408bca5ad4e8721cf6e8b403d6ccc8c3a4f1f14', operation='DELETE', pgid='pgtrigger_delete_delete_db29b', table='bulletin_article', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='articlephoto',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_articlephotoevent" ("article_id", "display_order", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id") VALUES (NEW."article_id", NEW."display_order", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."photo_id"); RETURN NULL;', hash='4d90e890fffb49f85148add9389028894ba4c907', operation='INSERT', pgid='pgtrigger_insert_insert_29594', table='bulletin_articlephoto', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='articlephoto',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bulletin_articlephotoevent" ("article_id", "display_order", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id") VALUES (NEW."article_id", NEW."display_order", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."photo_id"); RETURN NULL;', hash='2b02f9721b978436ad53d62d5585d6998678dc78', operation='UPDATE', pgid='pgtrigger_update_update_a833e', table='bulletin_articlephoto', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='articlephoto',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_articlephotoevent" ("article_id", "display_order", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id") VALUES (OLD."article_id", OLD."display_order", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."photo_id"); RETURN NULL;', hash='1a1a6f3e8248347b18bfd3adf805eff0f8d1109b', operation='DELETE', pgid='pgtrigger_delete_delete_a60eb', table='bulletin_articlephoto', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='articlephotoevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fe39aad86ca38387e44a2968be21ebc5b3d785fd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c61de', table='bulletin_articlephotoevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='articleredirect',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_articleredirectevent" ("article_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "slug") VALUES (NEW."article_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."since", NEW."slug"); RETURN NULL;', hash='24c886dd7678ec99aa69d329fe9feb40341d97c4', operation='INSERT', pgid='pgtrigger_insert_insert_a271c', table='bulletin_articleredirect', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='articleredirect',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bulletin_articleredirectevent" ("article_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "slug") VALUES (NEW."article_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."since", NEW."slug"); RETURN NULL;', hash='9db977d44b3bb4ab9592ce5ed62a523b9c710b1a', operation='UPDATE', pgid='pgtrigger_update_update_ffa06', table='bulletin_articleredirect', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='articleredirect',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_articleredirectevent" ("article_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "slug") VALUES (OLD."article_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."since", OLD."slug"); RETURN NULL;', hash='849dd7561cec37668a901017ea1c7d36cf3d95fe', operation='DELETE', pgid='pgtrigger_delete_delete_a2da4', table='bulletin_articleredirect', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='articleredirectevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f6b4e21611e3f2c6a977e5cecadcce70412a72ca', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d1424', table='bulletin_articleredirectevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='correction',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_correctionevent" ("article_id", "id", "is_demo", "made_at", "made_by_id", "note", "note_en", "note_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."article_id", NEW."id", NEW."is_demo", NEW."made_at", NEW."made_by_id", NEW."note", NEW."note_en", NEW."note_vi", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='9bee7f5e36e5d17601afaccc9da441e1ff7e75c9', operation='INSERT', pgid='pgtrigger_insert_insert_92457', table='bulletin_correction', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='correction',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bulletin_correctionevent" ("article_id", "id", "is_demo", "made_at", "made_by_id", "note", "note_en", "note_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."article_id", NEW."id", NEW."is_demo", NEW."made_at", NEW."made_by_id", NEW."note", NEW."note_en", NEW."note_vi", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='0ef21cdee8f4fe153bc31e4fc29d8d428c33ad29', operation='UPDATE', pgid='pgtrigger_update_update_0dd78', table='bulletin_correction', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='correction',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_correctionevent" ("article_id", "id", "is_demo", "made_at", "made_by_id", "note", "note_en", "note_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."article_id", OLD."id", OLD."is_demo", OLD."made_at", OLD."made_by_id", OLD."note", OLD."note_en", OLD."note_vi", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='b4de3329b0ca8ec166109706fe02803636302f88', operation='DELETE', pgid='pgtrigger_delete_delete_5feee', table='bulletin_correction', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='correctionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='315c59a2d85eb4b0c93d5b3474a8d9d2b2ac2e23', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b9fb2', table='bulletin_correctionevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='issue',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_issueevent" ("copies", "cover_id", "id", "is_demo", "lead", "lead_en", "lead_vi", "license_id", "number", "online_at", "pages", "pdf", "period_label", "period_label_en", "period_label_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed_on", "publication_id", "status", "total_number", "year") VALUES (NEW."copies", NEW."cover_id", NEW."id", NEW."is_demo", NEW."lead", NEW."lead_en", NEW."lead_vi", NEW."license_id", NEW."number", NEW."online_at", NEW."pages", NEW."pdf", NEW."period_label", NEW."period_label_en", NEW."period_label_vi", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."printed_on", NEW."publication_id", NEW."status", NEW."total_number", NEW."year"); RETURN NULL;', hash='deccbfdd8b38b933861f4a677acc853367f319a9', operation='INSERT', pgid='pgtrigger_insert_insert_52ab9', table='bulletin_issue', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='issue',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bulletin_issueevent" ("copies", "cover_id", "id", "is_demo", "lead", "lead_en", "lead_vi", "license_id", "number", "online_at", "pages", "pdf", "period_label", "period_label_en", "period_label_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed_on", "publication_id", "status", "total_number", "year") VALUES (NEW."copies", NEW."cover_id", NEW."id", NEW."is_demo", NEW."lead", NEW."lead_en", NEW."lead_vi", NEW."license_id", NEW."number", NEW."online_at", NEW."pages", NEW."pdf", NEW."period_label", NEW."period_label_en", NEW."period_label_vi", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."printed_on", NEW."publication_id", NEW."status", NEW."total_number", NEW."year"); RETURN NULL;', hash='da3a4d87b4f4644035eb9a87deb9f3c041efd936', operation='UPDATE', pgid='pgtrigger_update_update_8c57e', table='bulletin_issue', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='issue',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_issueevent" ("copies", "cover_id", "id", "is_demo", "lead", "lead_en", "lead_vi", "license_id", "number", "online_at", "pages", "pdf", "period_label", "period_label_en", "period_label_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed_on", "publication_id", "status", "total_number", "year") VALUES (OLD."copies", OLD."cover_id", OLD."id", OLD."is_demo", OLD."lead", OLD."lead_en", OLD."lead_vi", OLD."license_id", OLD."number", OLD."online_at", OLD."pages", OLD."pdf", OLD."period_label", OLD."period_label_en", OLD."period_label_vi", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."printed_on", OLD."publication_id", OLD."status", OLD."total_number", OLD."year"); RETURN NULL;', hash='73db1681058b561a0c814086bbdd4c4a250c3ee0', operation='DELETE', pgid='pgtrigger_delete_delete_bc558', table='bulletin_issue', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='publication',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_publicationevent" ("alt_titles", "display_order", "id", "is_demo", "lead", "lead_en", "lead_vi", "owner_id", "periodicity", "periodicity_en", "periodicity_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "responsible", "responsible_en", "responsible_vi", "title", "title_en", "title_vi") VALUES (NEW."alt_titles", NEW."display_order", NEW."id", NEW."is_demo", NEW."lead", NEW."lead_en", NEW."lead_vi", NEW."owner_id", NEW."periodicity", NEW."periodicity_en", NEW."periodicity_vi", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."responsible", NEW."responsible_en", NEW."responsible_vi", NEW."title", NEW."title_en", NEW."title_vi"); RETURN NULL;', hash='c37b048d2469ec1a9d80e9e63ba1b7edb3b5eae2', operation='INSERT', pgid='pgtrigger_insert_insert_a7ef9', table='bulletin_publication', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='publication',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bulletin_publicationevent" ("alt_titles", "display_order", "id", "is_demo", "lead", "lead_en", "lead_vi", "owner_id", "periodicity", "periodicity_en", "periodicity_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "responsible", "responsible_en", "responsible_vi", "title", "title_en", "title_vi") VALUES (NEW."alt_titles", NEW."display_order", NEW."id", NEW."is_demo", NEW."lead", NEW."lead_en", NEW."lead_vi", NEW."owner_id", NEW."periodicity", NEW."periodicity_en", NEW."periodicity_vi", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."responsible", NEW."responsible_en", NEW."responsible_vi", NEW."title", NEW."title_en", NEW."title_vi"); RETURN NULL;', hash='41c6587eaee8b689a05ca94ad52cbe9d19a2153d', operation='UPDATE', pgid='pgtrigger_update_update_cc438', table='bulletin_publication', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='publication',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_publicationevent" ("alt_titles", "display_order", "id", "is_demo", "lead", "lead_en", "lead_vi", "owner_id", "periodicity", "periodicity_en", "periodicity_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "responsible", "responsible_en", "responsible_vi", "title", "title_en", "title_vi") VALUES (OLD."alt_titles", OLD."display_order", OLD."id", OLD."is_demo", OLD."lead", OLD."lead_en", OLD."lead_vi", OLD."owner_id", OLD."periodicity", OLD."periodicity_en", OLD."periodicity_vi", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."responsible", OLD."responsible_en", OLD."responsible_vi", OLD."title", OLD."title_en", OLD."title_vi"); RETURN NULL;', hash='45e516b3d169368e921b22c2aa87313aeeca7439', operation='DELETE', pgid='pgtrigger_delete_delete_17cef', table='bulletin_publication', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='publicationevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f7a1484db798a24c8994353665a8d3efe46bc38b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0111f', table='bulletin_publicationevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='publicationlicense',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_publicationlicenseevent" ("file", "id", "is_demo", "issued_on", "issuer", "issuer_en", "issuer_vi", "max_copies", "max_pages", "number", "periodicity", "periodicity_en", "periodicity_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printer", "publication_id", "scope", "size", "valid_to") VALUES (NEW."file", NEW."id", NEW."is_demo", NEW."issued_on", NEW."issuer", NEW."issuer_en", NEW."issuer_vi", NEW."max_copies", NEW."max_pages", NEW."number", NEW."periodicity", NEW."periodicity_en", NEW."periodicity_vi", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."printer", NEW."publication_id", NEW."scope", NEW."size", NEW."valid_to"); RETURN NULL;', hash='3f10e5dec14cc460ae2f43e9e6f512fb1eda7410', operation='INSERT', pgid='pgtrigger_insert_insert_58ac6', table='bulletin_publicationlicense', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='publicationlicense',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bulletin_publicationlicenseevent" ("file", "id", "is_demo", "issued_on", "issuer", "issuer_en", "issuer_vi", "max_copies", "max_pages", "number", "periodicity", "periodicity_en", "periodicity_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printer", "publication_id", "scope", "size", "valid_to") VALUES (NEW."file", NEW."id", NEW."is_demo", NEW."issued_on", NEW."issuer", NEW."issuer_en", NEW."issuer_vi", NEW."max_copies", NEW."max_pages", NEW."number", NEW."periodicity", NEW."periodicity_en", NEW."periodicity_vi", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."printer", NEW."publication_id", NEW."scope", NEW."size", NEW."valid_to"); RETURN NULL;', hash='68d8fc9dcbbae89a04c625e0a9c2bbbf96842420', operation='UPDATE', pgid='pgtrigger_update_update_9a326', table='bulletin_publicationlicense', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='publicationlicense',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_publicationlicenseevent" ("file", "id", "is_demo", "issued_on", "issuer", "issuer_en", "issuer_vi", "max_copies", "max_pages", "number", "periodicity", "periodicity_en", "periodicity_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printer", "publication_id", "scope", "size", "valid_to") VALUES (OLD."file", OLD."id", OLD."is_demo", OLD."issued_on", OLD."issuer", OLD."issuer_en", OLD."issuer_vi", OLD."max_copies", OLD."max_pages", OLD."number", OLD."periodicity", OLD."periodicity_en", OLD."periodicity_vi", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."printer", OLD."publication_id", OLD."scope", OLD."size", OLD."valid_to"); RETURN NULL;', hash='4b806b5d65c75befb941076cd3b78ff077bfd1a0', operation='DELETE', pgid='pgtrigger_delete_delete_ef4c4', table='bulletin_publicationlicense', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='issueevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5d6e893f83bfd5e07737636984a653b043546611', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5b4e1', table='bulletin_issueevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='publicationlicenseevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d6343700e7d6d8c1609dd84514385182991c06b8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a3d59', table='bulletin_publicationlicenseevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='section',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_sectionevent" ("display_order", "id", "is_demo", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "title", "title_en", "title_vi") VALUES (NEW."display_order", NEW."id", NEW."is_demo", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."title", NEW."title_en", NEW."title_vi"); RETURN NULL;', hash='1ed8c0197463bb96d1dc8f83bfc7fd7ee9ac4cbe', operation='INSERT', pgid='pgtrigger_insert_insert_77dd7', table='bulletin_section', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='section',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bulletin_sectionevent" ("display_order", "id", "is_demo", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "title", "title_en", "title_vi") VALUES (NEW."display_order", NEW."id", NEW."is_demo", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."title", NEW."title_en", NEW."title_vi"); RETURN NULL;', hash='877f520fead19b0fdb62fbe25ec448dff0443e40', operation='UPDATE', pgid='pgtrigger_update_update_8fc32', table='bulletin_section', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='section',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bulletin_sectionevent" ("display_order", "id", "is_demo", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "title", "title_en", "title_vi") VALUES (OLD."display_order", OLD."id", OLD."is_demo", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."title", OLD."title_en", OLD."title_vi"); RETURN NULL;', hash='a864530a35458d5cf76726c2854afefaad0be5d9', operation='DELETE', pgid='pgtrigger_delete_delete_d58f7', table='bulletin_section', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='articleevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='04cd81c94a956c7b7635f7acbe41bbb154e8449a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aa52b', table='bulletin_articleevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='sectionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5c6ac29ef86e334a3b4eac002ff9fc9e0b1dc64a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_879f1', table='bulletin_sectionevent', when='BEFORE')),
            )],
        ),
    ]
