"""The tables of events and the triggers of their history."""

import accounts.history
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import federation.richtext
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('federation', '0002_initial'),
        ('members', '0002_branch_name_once'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        accounts.history.Together(
            operations=[migrations.CreateModel(
                name='CalendarPolicyEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('leap_day', models.CharField(choices=[('02-28', '28 February'), ('03-01', '1 March')], default='02-28', max_length=5, verbose_name='29 February in common years')),
                    ('even_years', models.CharField(choices=[('0', 'years that end in 0'), ('05', 'years that end in 0 or 5')], default='05', max_length=2, verbose_name='“even” years')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='events.calendarpolicy')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('publish_state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved'), ('scheduled', 'scheduled'), ('published', 'published'), ('unpublished', 'taken down'), ('archived', 'archived')], default='draft', max_length=11, verbose_name='publication')),
                    ('publish_at', models.DateTimeField(blank=True, null=True, verbose_name='publish at')),
                    ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                    ('remark', models.TextField(blank=True, verbose_name='remark of the review')),
                    ('kind', models.CharField(choices=[('ceremony', 'ceremony'), ('meeting', 'friendship meeting'), ('conference', 'conference'), ('working', 'working session'), ('seminar', 'seminar'), ('exchange', 'exchange'), ('exhibition', 'exhibition'), ('contest', 'contest'), ('visit', 'visit'), ('delegation_in', 'incoming delegation'), ('delegation_out', 'outgoing delegation'), ('launch', 'launch of a branch'), ('awarding', 'award ceremony'), ('congress', 'congress'), ('other', 'other')], default='meeting', max_length=14, verbose_name='kind')),
                    ('title', models.CharField(max_length=250, verbose_name='title')),
                    ('title_vi', models.CharField(max_length=250, null=True, verbose_name='title')),
                    ('title_en', models.CharField(max_length=250, null=True, verbose_name='title')),
                    ('slug', models.SlugField(max_length=120, unique=True, verbose_name='address word')),
                    ('starts_at', models.DateTimeField(db_index=True, verbose_name='begins')),
                    ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                    ('place', models.CharField(blank=True, max_length=250, verbose_name='place')),
                    ('place_vi', models.CharField(blank=True, max_length=250, null=True, verbose_name='place')),
                    ('place_en', models.CharField(blank=True, max_length=250, null=True, verbose_name='place')),
                    ('lead_text', models.CharField(blank=True, max_length=300, verbose_name='in one sentence')),
                    ('lead_text_vi', models.CharField(blank=True, max_length=300, null=True, verbose_name='in one sentence')),
                    ('lead_text_en', models.CharField(blank=True, max_length=300, null=True, verbose_name='in one sentence')),
                    ('summary', federation.richtext.RichTextField(blank=True, verbose_name='report')),
                    ('summary_vi', federation.richtext.RichTextField(blank=True, null=True, verbose_name='report')),
                    ('summary_en', federation.richtext.RichTextField(blank=True, null=True, verbose_name='report')),
                    ('is_open', models.BooleanField(default=False, verbose_name='open to the public')),
                    ('expected', models.PositiveIntegerField(blank=True, null=True, verbose_name='guests expected')),
                    ('attended', models.PositiveIntegerField(blank=True, null=True, verbose_name='guests counted')),
                    ('status', models.CharField(choices=[('idea', 'idea'), ('planned', 'being planned'), ('confirmed', 'confirmed'), ('held', 'took place'), ('reported', 'reported'), ('postponed', 'postponed'), ('cancelled', 'cancelled')], default='idea', max_length=9, verbose_name='status')),
                    ('status_note', models.CharField(blank=True, help_text='Why it is postponed or cancelled; readers see it.', max_length=250, verbose_name='note on the status')),
                    ('status_note_vi', models.CharField(blank=True, help_text='Why it is postponed or cancelled; readers see it.', max_length=250, null=True, verbose_name='note on the status')),
                    ('status_note_en', models.CharField(blank=True, help_text='Why it is postponed or cancelled; readers see it.', max_length=250, null=True, verbose_name='note on the status')),
                    ('source', models.CharField(blank=True, max_length=250, verbose_name='source')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                    ('co_organizers', models.ManyToManyField(blank=True, related_name='joint_events', to='federation.organization', verbose_name='together with')),
                    ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hosted_events', to='federation.organization', verbose_name='host')),
                    ('launches', models.ManyToManyField(blank=True, related_name='launch_events', to='members.branch', verbose_name='launches the branches')),
                    ('photos', models.ManyToManyField(blank=True, related_name='shown_at', through='events.EventPhoto', to='federation.photo', verbose_name='photographs')),
                    ('occurrence', models.ForeignKey(blank=True, help_text="The event's day may differ from the anniversary's.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='linked_events', to='events.occurrence', verbose_name='for the anniversary')),
                ],
                options={
                    'verbose_name': 'event',
                    'verbose_name_plural': 'events',
                    'ordering': ['-starts_at', '-pk'],
                    'permissions': [('review_event', 'Can approve and return events'), ('publish_event', 'Can publish events and take them down')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='event_ends_after_it_began', violation_error_message='The end is before the beginning.'), models.CheckConstraint(condition=models.Q(models.Q(('publish_state', 'scheduled'), _negated=True), ('publish_at__isnull', False), _connector='OR'), name='events_event_scheduled_with_time', violation_error_message='Say when it is to be published.')],
                },
            ), migrations.CreateModel(
                name='EventEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('publish_state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved'), ('scheduled', 'scheduled'), ('published', 'published'), ('unpublished', 'taken down'), ('archived', 'archived')], default='draft', max_length=11, verbose_name='publication')),
                    ('publish_at', models.DateTimeField(blank=True, null=True, verbose_name='publish at')),
                    ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                    ('remark', models.TextField(blank=True, verbose_name='remark of the review')),
                    ('kind', models.CharField(choices=[('ceremony', 'ceremony'), ('meeting', 'friendship meeting'), ('conference', 'conference'), ('working', 'working session'), ('seminar', 'seminar'), ('exchange', 'exchange'), ('exhibition', 'exhibition'), ('contest', 'contest'), ('visit', 'visit'), ('delegation_in', 'incoming delegation'), ('delegation_out', 'outgoing delegation'), ('launch', 'launch of a branch'), ('awarding', 'award ceremony'), ('congress', 'congress'), ('other', 'other')], default='meeting', max_length=14, verbose_name='kind')),
                    ('title', models.CharField(max_length=250, verbose_name='title')),
                    ('title_vi', models.CharField(max_length=250, null=True, verbose_name='title')),
                    ('title_en', models.CharField(max_length=250, null=True, verbose_name='title')),
                    ('slug', models.SlugField(db_index=False, max_length=120, verbose_name='address word')),
                    ('starts_at', models.DateTimeField(verbose_name='begins')),
                    ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                    ('place', models.CharField(blank=True, max_length=250, verbose_name='place')),
                    ('place_vi', models.CharField(blank=True, max_length=250, null=True, verbose_name='place')),
                    ('place_en', models.CharField(blank=True, max_length=250, null=True, verbose_name='place')),
                    ('lead_text', models.CharField(blank=True, max_length=300, verbose_name='in one sentence')),
                    ('lead_text_vi', models.CharField(blank=True, max_length=300, null=True, verbose_name='in one sentence')),
                    ('lead_text_en', models.CharField(blank=True, max_length=300, null=True, verbose_name='in one sentence')),
                    ('summary', federation.richtext.RichTextField(blank=True, verbose_name='report')),
                    ('summary_vi', federation.richtext.RichTextField(blank=True, null=True, verbose_name='report')),
                    ('summary_en', federation.richtext.RichTextField(blank=True, null=True, verbose_name='report')),
                    ('is_open', models.BooleanField(default=False, verbose_name='open to the public')),
                    ('expected', models.PositiveIntegerField(blank=True, null=True, verbose_name='guests expected')),
                    ('attended', models.PositiveIntegerField(blank=True, null=True, verbose_name='guests counted')),
                    ('status', models.CharField(choices=[('idea', 'idea'), ('planned', 'being planned'), ('confirmed', 'confirmed'), ('held', 'took place'), ('reported', 'reported'), ('postponed', 'postponed'), ('cancelled', 'cancelled')], default='idea', max_length=9, verbose_name='status')),
                    ('status_note', models.CharField(blank=True, help_text='Why it is postponed or cancelled; readers see it.', max_length=250, verbose_name='note on the status')),
                    ('status_note_vi', models.CharField(blank=True, help_text='Why it is postponed or cancelled; readers see it.', max_length=250, null=True, verbose_name='note on the status')),
                    ('status_note_en', models.CharField(blank=True, help_text='Why it is postponed or cancelled; readers see it.', max_length=250, null=True, verbose_name='note on the status')),
                    ('source', models.CharField(blank=True, max_length=250, verbose_name='source')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                    ('host', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.organization', verbose_name='host')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='events.event')),
                    ('occurrence', models.ForeignKey(blank=True, db_constraint=False, help_text="The event's day may differ from the anniversary's.", null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.occurrence', verbose_name='for the anniversary')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='EventPhoto',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_photos', to='events.event', verbose_name='event')),
                    ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='event_photos', to='federation.photo', verbose_name='photograph')),
                ],
                options={
                    'verbose_name': 'photograph',
                    'verbose_name_plural': 'photographs',
                    'ordering': ['display_order', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('event', 'photo'), name='event_photo_once')],
                },
            ), migrations.CreateModel(
                name='EventPhotoEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ('event', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.event', verbose_name='event')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='events.eventphoto')),
                    ('photo', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.photo', verbose_name='photograph')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Guest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=150, verbose_name='name')),
                    ('title', models.CharField(blank=True, help_text='All of them, as they were on the day of the event.', max_length=300, verbose_name='titles on that day')),
                    ('title_vi', models.CharField(blank=True, help_text='All of them, as they were on the day of the event.', max_length=300, null=True, verbose_name='titles on that day')),
                    ('title_en', models.CharField(blank=True, help_text='All of them, as they were on the day of the event.', max_length=300, null=True, verbose_name='titles on that day')),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='events.event', verbose_name='event')),
                ],
                options={
                    'verbose_name': 'guest of honour',
                    'verbose_name_plural': 'guests of honour',
                    'ordering': ['display_order', 'pk'],
                },
            ), migrations.CreateModel(
                name='GuestEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=150, verbose_name='name')),
                    ('title', models.CharField(blank=True, help_text='All of them, as they were on the day of the event.', max_length=300, verbose_name='titles on that day')),
                    ('title_vi', models.CharField(blank=True, help_text='All of them, as they were on the day of the event.', max_length=300, null=True, verbose_name='titles on that day')),
                    ('title_en', models.CharField(blank=True, help_text='All of them, as they were on the day of the event.', max_length=300, null=True, verbose_name='titles on that day')),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ('event', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.event', verbose_name='event')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='events.guest')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Occurrence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('date', models.DateField(db_index=True, verbose_name='date')),
                    ('ordinal', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='years')),
                    ('milestone', models.CharField(choices=[('decade', 'decade year'), ('five', 'five-year mark'), ('other', 'other year')], default='other', max_length=6, verbose_name='milestone')),
                    ('is_even', models.BooleanField(default=False, verbose_name='“even” year')),
                    ('status', models.CharField(choices=[('generated', 'in the calendar'), ('planned', 'planned'), ('assigned', 'assigned'), ('prepared', 'prepared'), ('held', 'held'), ('letter_only', 'letter only'), ('skipped', 'left out')], default='generated', max_length=11, verbose_name='status')),
                    ('skip_reason', models.CharField(blank=True, max_length=250, verbose_name='reason')),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed')),
                    ('anniversary', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='occurrences', to='events.anniversary', verbose_name='anniversary')),
                    ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_occurrences', to='members.association', verbose_name='led by')),
                ],
                options={
                    'verbose_name': 'occurrence',
                    'verbose_name_plural': 'calendar of occurrences',
                    'ordering': ['date', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('anniversary', 'year'), name='occurrence_once_a_year'), models.CheckConstraint(condition=models.Q(('ordinal__isnull', True), ('ordinal__gte', 1), _connector='OR'), name='occurrence_ordinal_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'skipped'), _negated=True), models.Q(('skip_reason', ''), _negated=True), _connector='OR'), name='occurrence_skipped_with_reason', violation_error_message='Say why it is left out.')],
                },
            ), migrations.CreateModel(
                name='OccurrenceEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('date', models.DateField(verbose_name='date')),
                    ('ordinal', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='years')),
                    ('milestone', models.CharField(choices=[('decade', 'decade year'), ('five', 'five-year mark'), ('other', 'other year')], default='other', max_length=6, verbose_name='milestone')),
                    ('is_even', models.BooleanField(default=False, verbose_name='“even” year')),
                    ('status', models.CharField(choices=[('generated', 'in the calendar'), ('planned', 'planned'), ('assigned', 'assigned'), ('prepared', 'prepared'), ('held', 'held'), ('letter_only', 'letter only'), ('skipped', 'left out')], default='generated', max_length=11, verbose_name='status')),
                    ('skip_reason', models.CharField(blank=True, max_length=250, verbose_name='reason')),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed')),
                    ('anniversary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.anniversary', verbose_name='anniversary')),
                    ('lead', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.association', verbose_name='led by')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='events.occurrence')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Reminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('occurs_on', models.DateField(verbose_name='date of the anniversary')),
                    ('offset', models.CharField(max_length=6, verbose_name='how early')),
                    ('due_at', models.DateTimeField(verbose_name='due')),
                    ('state', models.CharField(choices=[('scheduled', 'scheduled'), ('sent', 'sent'), ('late', 'sent late'), ('missed', 'missed'), ('cancelled', 'cancelled'), ('failed', 'failed')], default='scheduled', max_length=9, verbose_name='state')),
                    ('reason', models.CharField(blank=True, choices=[('passed', 'the day had passed'), ('nobody', 'nobody held the office'), ('left', 'no longer in office'), ('closed', 'held or left out'), ('moved', 'the date moved'), ('rule', 'the rule changed'), ('unverified', 'the day is no longer verified'), ('error', 'the mail could not be written')], max_length=10, verbose_name='reason')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                    ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
                    ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='acknowledged')),
                    ('occurrence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='events.occurrence', verbose_name='occurrence')),
                    ('recipient', models.ForeignKey(blank=True, help_text='Empty when nobody held the office.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
                    ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='events.reminderrule', verbose_name='rule')),
                ],
                options={
                    'verbose_name': 'reminder',
                    'verbose_name_plural': 'ledger of reminders',
                    'ordering': ['-due_at', '-pk'],
                    'indexes': [models.Index(condition=models.Q(('state', 'scheduled')), fields=['due_at'], name='reminder_due')],
                    'constraints': [models.UniqueConstraint(fields=('rule', 'occurrence', 'occurs_on', 'offset', 'recipient'), name='reminder_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('state', 'scheduled')), models.Q(models.Q(('state', 'scheduled'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='reminder_settled_when_not_scheduled')],
                },
            ), migrations.CreateModel(
                name='ReminderEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('occurs_on', models.DateField(verbose_name='date of the anniversary')),
                    ('offset', models.CharField(max_length=6, verbose_name='how early')),
                    ('due_at', models.DateTimeField(verbose_name='due')),
                    ('state', models.CharField(choices=[('scheduled', 'scheduled'), ('sent', 'sent'), ('late', 'sent late'), ('missed', 'missed'), ('cancelled', 'cancelled'), ('failed', 'failed')], default='scheduled', max_length=9, verbose_name='state')),
                    ('reason', models.CharField(blank=True, choices=[('passed', 'the day had passed'), ('nobody', 'nobody held the office'), ('left', 'no longer in office'), ('closed', 'held or left out'), ('moved', 'the date moved'), ('rule', 'the rule changed'), ('unverified', 'the day is no longer verified'), ('error', 'the mail could not be written')], max_length=10, verbose_name='reason')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                    ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
                    ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='acknowledged')),
                    ('occurrence', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.occurrence', verbose_name='occurrence')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='events.reminder')),
                    ('recipient', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty when nobody held the office.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
                    ('rule', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.reminderrule', verbose_name='rule')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='ReminderRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('diplomatic', 'diplomatic relations'), ('national_day', 'national day'), ('founding', 'founding day'), ('traditional', 'traditional day'), ('treaty', 'treaty'), ('other', 'other')], max_length=12, verbose_name='kind')),
                    ('milestone', models.CharField(blank=True, choices=[('decade', 'decade year'), ('five', 'five-year mark'), ('other', 'other year')], help_text='Empty: every year.', max_length=6, verbose_name='milestone')),
                    ('amount', models.PositiveSmallIntegerField(help_text='0 is the day itself.', validators=[django.core.validators.MaxValueValidator(400)], verbose_name='how long before')),
                    ('unit', models.CharField(choices=[('months', 'months'), ('days', 'days')], max_length=6, verbose_name='unit')),
                    ('audience', models.CharField(choices=[('responsible', 'secretary of the responsible association'), ('office', "the union's office"), ('both', 'secretary and office')], max_length=11, verbose_name='who')),
                    ('channel', models.CharField(choices=[('mail', 'mail')], default='mail', max_length=4, verbose_name='channel')),
                    ('task', models.CharField(blank=True, help_text='One sentence; it stands in the mail.', max_length=200, verbose_name='what to do')),
                    ('task_vi', models.CharField(blank=True, help_text='One sentence; it stands in the mail.', max_length=200, null=True, verbose_name='what to do')),
                    ('task_en', models.CharField(blank=True, help_text='One sentence; it stands in the mail.', max_length=200, null=True, verbose_name='what to do')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('valid_from', models.DateField(default=django.utils.timezone.localdate, help_text='A rule never reminds of what was due before this day.', verbose_name='valid from')),
                ],
                options={
                    'verbose_name': 'reminder rule',
                    'verbose_name_plural': 'reminder rules',
                    'ordering': ['kind', 'milestone', '-unit', '-amount'],
                    'constraints': [models.UniqueConstraint(fields=('kind', 'milestone', 'amount', 'unit', 'channel'), name='reminder_rule_once', violation_error_message='This rule exists already.'), models.CheckConstraint(condition=models.Q(models.Q(('amount__lte', 18), ('unit', 'months')), models.Q(('amount__lte', 400), ('unit', 'days')), _connector='OR'), name='reminder_rule_within_the_calendar', violation_error_message='At most 18 months or 400 days: the calendar reaches two years.')],
                },
            ), migrations.CreateModel(
                name='ReminderRuleEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('diplomatic', 'diplomatic relations'), ('national_day', 'national day'), ('founding', 'founding day'), ('traditional', 'traditional day'), ('treaty', 'treaty'), ('other', 'other')], max_length=12, verbose_name='kind')),
                    ('milestone', models.CharField(blank=True, choices=[('decade', 'decade year'), ('five', 'five-year mark'), ('other', 'other year')], help_text='Empty: every year.', max_length=6, verbose_name='milestone')),
                    ('amount', models.PositiveSmallIntegerField(help_text='0 is the day itself.', validators=[django.core.validators.MaxValueValidator(400)], verbose_name='how long before')),
                    ('unit', models.CharField(choices=[('months', 'months'), ('days', 'days')], max_length=6, verbose_name='unit')),
                    ('audience', models.CharField(choices=[('responsible', 'secretary of the responsible association'), ('office', "the union's office"), ('both', 'secretary and office')], max_length=11, verbose_name='who')),
                    ('channel', models.CharField(choices=[('mail', 'mail')], default='mail', max_length=4, verbose_name='channel')),
                    ('task', models.CharField(blank=True, help_text='One sentence; it stands in the mail.', max_length=200, verbose_name='what to do')),
                    ('task_vi', models.CharField(blank=True, help_text='One sentence; it stands in the mail.', max_length=200, null=True, verbose_name='what to do')),
                    ('task_en', models.CharField(blank=True, help_text='One sentence; it stands in the mail.', max_length=200, null=True, verbose_name='what to do')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('valid_from', models.DateField(default=django.utils.timezone.localdate, help_text='A rule never reminds of what was due before this day.', verbose_name='valid from')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='events.reminderrule')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Anniversary',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('kind', models.CharField(choices=[('diplomatic', 'diplomatic relations'), ('national_day', 'national day'), ('founding', 'founding day'), ('traditional', 'traditional day'), ('treaty', 'treaty'), ('other', 'other')], max_length=12, verbose_name='kind')),
                    ('title', models.CharField(max_length=250, verbose_name='title')),
                    ('title_vi', models.CharField(max_length=250, null=True, verbose_name='title')),
                    ('title_en', models.CharField(max_length=250, null=True, verbose_name='title')),
                    ('base_date', models.DateField(blank=True, help_text='The first time. Empty when only day and month are known.', null=True, verbose_name='base date')),
                    ('precision', models.CharField(blank=True, choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], max_length=5, verbose_name='known')),
                    ('month', models.PositiveSmallIntegerField(blank=True, help_text='Day and month without a year, as for a national day.', null=True, verbose_name='month')),
                    ('day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='day')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('is_historical', models.BooleanField(default=False, help_text='Relations with a state that no longer exists.', verbose_name='historical')),
                    ('is_verified', models.BooleanField(default=False, verbose_name='date verified')),
                    ('verified_at', models.DateTimeField(blank=True, null=True, verbose_name='verified at')),
                    ('verification_source', models.CharField(blank=True, max_length=250, verbose_name='verified with')),
                    ('sources', models.TextField(blank=True, verbose_name='sources')),
                    ('note', models.TextField(blank=True, verbose_name='note for staff')),
                    ('candidate_on', models.DateField(blank=True, help_text='Recalled, not found in a text: never shown as a fact.', null=True, verbose_name='day to be checked')),
                    ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='anniversaries', to='federation.country', verbose_name='country')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='anniversaries', to='federation.organization', verbose_name='organisation')),
                    ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='responsible_for', to='members.association', verbose_name='responsible association')),
                    ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by')),
                ],
                options={
                    'verbose_name': 'anniversary',
                    'verbose_name_plural': 'anniversaries',
                    'ordering': ['kind', 'country', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('is_historical', False), ('kind', 'diplomatic')), fields=('country',), name='anniversary_one_diplomatic_per_country', violation_error_message='This country has its diplomatic anniversary already.'), models.CheckConstraint(condition=models.Q(models.Q(('base_date__isnull', True), ('precision', '')), models.Q(('base_date__isnull', False), models.Q(('precision', ''), _negated=True)), _connector='OR'), name='anniversary_base_date_with_precision', violation_error_message='Say how exactly the base date is known.'), models.CheckConstraint(condition=models.Q(models.Q(('day__isnull', True), ('month__isnull', True)), models.Q(('base_date__isnull', True), ('day__range', (1, 31)), ('month__range', (1, 12))), _connector='OR'), name='anniversary_day_with_month', violation_error_message='Give either a base date or a day and a month.'), models.CheckConstraint(condition=models.Q(('is_verified', False), ('month__isnull', False), models.Q(('base_date__isnull', False), ('precision', 'day')), _connector='OR'), name='anniversary_verified_is_a_day', violation_error_message='Only a full day can be verified.'), models.CheckConstraint(condition=models.Q(('verified_by__isnull', True), models.Q(('is_verified', True), ('verified_at__isnull', False)), _connector='OR'), name='anniversary_verified_by_with_at')],
                },
            ), migrations.CreateModel(
                name='AnniversaryEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('kind', models.CharField(choices=[('diplomatic', 'diplomatic relations'), ('national_day', 'national day'), ('founding', 'founding day'), ('traditional', 'traditional day'), ('treaty', 'treaty'), ('other', 'other')], max_length=12, verbose_name='kind')),
                    ('title', models.CharField(max_length=250, verbose_name='title')),
                    ('title_vi', models.CharField(max_length=250, null=True, verbose_name='title')),
                    ('title_en', models.CharField(max_length=250, null=True, verbose_name='title')),
                    ('base_date', models.DateField(blank=True, help_text='The first time. Empty when only day and month are known.', null=True, verbose_name='base date')),
                    ('precision', models.CharField(blank=True, choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], max_length=5, verbose_name='known')),
                    ('month', models.PositiveSmallIntegerField(blank=True, help_text='Day and month without a year, as for a national day.', null=True, verbose_name='month')),
                    ('day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='day')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('is_historical', models.BooleanField(default=False, help_text='Relations with a state that no longer exists.', verbose_name='historical')),
                    ('is_verified', models.BooleanField(default=False, verbose_name='date verified')),
                    ('verified_at', models.DateTimeField(blank=True, null=True, verbose_name='verified at')),
                    ('verification_source', models.CharField(blank=True, max_length=250, verbose_name='verified with')),
                    ('sources', models.TextField(blank=True, verbose_name='sources')),
                    ('note', models.TextField(blank=True, verbose_name='note for staff')),
                    ('candidate_on', models.DateField(blank=True, help_text='Recalled, not found in a text: never shown as a fact.', null=True, verbose_name='day to be checked')),
                    ('country', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.country', verbose_name='country')),
                    ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.organization', verbose_name='organisation')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='events.anniversary')),
                    ('responsible', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.association', verbose_name='responsible association')),
                    ('verified_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='CalendarPolicy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('leap_day', models.CharField(choices=[('02-28', '28 February'), ('03-01', '1 March')], default='02-28', max_length=5, verbose_name='29 February in common years')),
                    ('even_years', models.CharField(choices=[('0', 'years that end in 0'), ('05', 'years that end in 0 or 5')], default='05', max_length=2, verbose_name='“even” years')),
                ],
                options={
                    'verbose_name': 'rules of the calendar',
                    'verbose_name_plural': 'rules of the calendar',
                    'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='calendar_policy_is_one_row')],
                },
            ), accounts.history.AddTrigger(
                model_name='calendarpolicyevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='45c1434eea1334297994dd340ef6c95f22589b89', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_21916', table='events_calendarpolicyevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='event',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventevent" ("attended", "created_at", "ends_at", "expected", "host_id", "id", "is_demo", "is_open", "kind", "lead_text", "lead_text_en", "lead_text_vi", "occurrence_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "place_en", "place_vi", "publish_at", "publish_state", "published_at", "remark", "slug", "source", "starts_at", "status", "status_note", "status_note_en", "status_note_vi", "summary", "summary_en", "summary_vi", "title", "title_en", "title_vi", "updated_at") VALUES (NEW."attended", NEW."created_at", NEW."ends_at", NEW."expected", NEW."host_id", NEW."id", NEW."is_demo", NEW."is_open", NEW."kind", NEW."lead_text", NEW."lead_text_en", NEW."lead_text_vi", NEW."occurrence_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."place_en", NEW."place_vi", NEW."publish_at", NEW."publish_state", NEW."published_at", NEW."remark", NEW."slug", NEW."source", NEW."starts_at", NEW."status", NEW."status_note", NEW."status_note_en", NEW."status_note_vi", NEW."summary", NEW."summary_en", NEW."summary_vi", NEW."title", NEW."title_en", NEW."title_vi", NEW."updated_at"); RETURN NULL;', hash='5999055aa5ab88cc3468a66eb75b92b5bf91f396', operation='INSERT', pgid='pgtrigger_insert_insert_82b94', table='events_event', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='event',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_eventevent" ("attended", "created_at", "ends_at", "expected", "host_id", "id", "is_demo", "is_open", "kind", "lead_text", "lead_text_en", "lead_text_vi", "occurrence_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "place_en", "place_vi", "publish_at", "publish_state", "published_at", "remark", "slug", "source", "starts_at", "status", "status_note", "status_note_en", "status_note_vi", "summary", "summary_en", "summary_vi", "title", "title_en", "title_vi", "updated_at") VALUES (NEW."attended", NEW."created_at", NEW."ends_at", NEW."expected", NEW."host_id", NEW."id", NEW."is_demo", NEW."is_open", NEW."kind", NEW."lead_text", NEW."lead_text_en", NEW."lead_text_vi", NEW."occurrence_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."place_en", NEW."place_vi", NEW."publish_at", NEW."publish_state", NEW."published_at", NEW."remark", NEW."slug", NEW."source", NEW."starts_at", NEW."status", NEW."status_note", NEW."status_note_en", NEW."status_note_vi", NEW."summary", NEW."summary_en", NEW."summary_vi", NEW."title", NEW."title_en", NEW."title_vi", NEW."updated_at"); RETURN NULL;', hash='5797808624d01dab95661b8133675bb929b2e698', operation='UPDATE', pgid='pgtrigger_update_update_73f59', table='events_event', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='event',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventevent" ("attended", "created_at", "ends_at", "expected", "host_id", "id", "is_demo", "is_open", "kind", "lead_text", "lead_text_en", "lead_text_vi", "occurrence_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "place_en", "place_vi", "publish_at", "publish_state", "published_at", "remark", "slug", "source", "starts_at", "status", "status_note", "status_note_en", "status_note_vi", "summary", "summary_en", "summary_vi", "title", "title_en", "title_vi", "updated_at") VALUES (OLD."attended", OLD."created_at", OLD."ends_at", OLD."expected", OLD."host_id", OLD."id", OLD."is_demo", OLD."is_open", OLD."kind", OLD."lead_text", OLD."lead_text_en", OLD."lead_text_vi", OLD."occurrence_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."place_en", OLD."place_vi", OLD."publish_at", OLD."publish_state", OLD."published_at", OLD."remark", OLD."slug", OLD."source", OLD."starts_at", OLD."status", OLD."status_note", OLD."status_note_en", OLD."status_note_vi", OLD."summary", OLD."summary_en", OLD."summary_vi", OLD."title", OLD."title_en", OLD."title_vi", OLD."updated_at"); RETURN NULL;', hash='9fd9ae08c595a14fc918ba934b27a3488273eae1', operation='DELETE', pgid='pgtrigger_delete_delete_d74a6', table='events_event', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='eventevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='43347ccbdab496444ed254deb4882c4dd53f9e9f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5b378', table='events_eventevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='eventphoto',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventphotoevent" ("display_order", "event_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id") VALUES (NEW."display_order", NEW."event_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."photo_id"); RETURN NULL;', hash='fd9b49bd2d5a0b930d7ea14b0df8376b4039cb2f', operation='INSERT', pgid='pgtrigger_insert_insert_269e8', table='events_eventphoto', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='eventphoto',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_eventphotoevent" ("display_order", "event_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id") VALUES (NEW."display_order", NEW."event_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."photo_id"); RETURN NULL;', hash='5af44694900b6e5e739a706aef7231ecb81a1f1a', operation='UPDATE', pgid='pgtrigger_update_update_65493', table='events_eventphoto', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='eventphoto',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventphotoevent" ("display_order", "event_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id") VALUES (OLD."display_order", OLD."event_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."photo_id"); RETURN NULL;', hash='ca2010a653d0208528dff151744be8cb1cc8c616', operation='DELETE', pgid='pgtrigger_delete_delete_d6f5f', table='events_eventphoto', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='eventphotoevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5d9925552512d02317aa19bd9307697280842575', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_44feb', table='events_eventphotoevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='guest',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_guestevent" ("display_order", "event_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "title_en", "title_vi") VALUES (NEW."display_order", NEW."event_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title", NEW."title_en", NEW."title_vi"); RETURN NULL;', hash='4ab6abea10559d85bb74e4e8328689f1bbe066b0', operation='INSERT', pgid='pgtrigger_insert_insert_b7ac6', table='events_guest', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='guest',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_guestevent" ("display_order", "event_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "title_en", "title_vi") VALUES (NEW."display_order", NEW."event_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title", NEW."title_en", NEW."title_vi"); RETURN NULL;', hash='6d0d982bb14a7dd0e58a0eff01a979e0ed08eaa5', operation='UPDATE', pgid='pgtrigger_update_update_5afc0', table='events_guest', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='guest',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_guestevent" ("display_order", "event_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "title_en", "title_vi") VALUES (OLD."display_order", OLD."event_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title", OLD."title_en", OLD."title_vi"); RETURN NULL;', hash='f08aa9bf55ed67f52bb9f2e7eb5be67fd8857a5d', operation='DELETE', pgid='pgtrigger_delete_delete_76189', table='events_guest', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='guestevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='03b24cd84c58d198bd397186d2f08edd872170f1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4c78a', table='events_guestevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='occurrence',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_occurrenceevent" ("anniversary_id", "changed_at", "date", "id", "is_even", "lead_id", "milestone", "ordinal", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skip_reason", "status", "year") VALUES (NEW."anniversary_id", NEW."changed_at", NEW."date", NEW."id", NEW."is_even", NEW."lead_id", NEW."milestone", NEW."ordinal", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."skip_reason", NEW."status", NEW."year"); RETURN NULL;', hash='21518f4cc965c1079dc0cab0340f53eeb4ed8d36', operation='INSERT', pgid='pgtrigger_insert_insert_18f24', table='events_occurrence', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='occurrence',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_occurrenceevent" ("anniversary_id", "changed_at", "date", "id", "is_even", "lead_id", "milestone", "ordinal", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skip_reason", "status", "year") VALUES (NEW."anniversary_id", NEW."changed_at", NEW."date", NEW."id", NEW."is_even", NEW."lead_id", NEW."milestone", NEW."ordinal", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."skip_reason", NEW."status", NEW."year"); RETURN NULL;', hash='9eba26cf9abebb3e9e0232d1018f5a60895ffa1a', operation='UPDATE', pgid='pgtrigger_update_update_c3d15', table='events_occurrence', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='occurrence',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_occurrenceevent" ("anniversary_id", "changed_at", "date", "id", "is_even", "lead_id", "milestone", "ordinal", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skip_reason", "status", "year") VALUES (OLD."anniversary_id", OLD."changed_at", OLD."date", OLD."id", OLD."is_even", OLD."lead_id", OLD."milestone", OLD."ordinal", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."skip_reason", OLD."status", OLD."year"); RETURN NULL;', hash='f498215ee90744b2be6f50dea86a1d2224e46542', operation='DELETE', pgid='pgtrigger_delete_delete_29b4f', table='events_occurrence', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='occurrenceevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='12b72c92756eec76e86aee9268c746a2051f959b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a75ed', table='events_occurrenceevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='reminder',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_reminderevent" ("acknowledged_at", "attempts", "due_at", "id", "occurrence_id", "occurs_on", "offset", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recipient_id", "rule_id", "settled_at", "state") VALUES (NEW."acknowledged_at", NEW."attempts", NEW."due_at", NEW."id", NEW."occurrence_id", NEW."occurs_on", NEW."offset", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."recipient_id", NEW."rule_id", NEW."settled_at", NEW."state"); RETURN NULL;', hash='5e96f9d42d563acb1e2bf8aed345df144438539f', operation='INSERT', pgid='pgtrigger_insert_insert_3b614', table='events_reminder', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='reminder',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_reminderevent" ("acknowledged_at", "attempts", "due_at", "id", "occurrence_id", "occurs_on", "offset", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recipient_id", "rule_id", "settled_at", "state") VALUES (NEW."acknowledged_at", NEW."attempts", NEW."due_at", NEW."id", NEW."occurrence_id", NEW."occurs_on", NEW."offset", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."recipient_id", NEW."rule_id", NEW."settled_at", NEW."state"); RETURN NULL;', hash='0ef9770d5d8a7ddf65a96edec9db045b5c662d71', operation='UPDATE', pgid='pgtrigger_update_update_6674b', table='events_reminder', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='reminder',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_reminderevent" ("acknowledged_at", "attempts", "due_at", "id", "occurrence_id", "occurs_on", "offset", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recipient_id", "rule_id", "settled_at", "state") VALUES (OLD."acknowledged_at", OLD."attempts", OLD."due_at", OLD."id", OLD."occurrence_id", OLD."occurs_on", OLD."offset", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."recipient_id", OLD."rule_id", OLD."settled_at", OLD."state"); RETURN NULL;', hash='2ea9c7318f03cb65b576a0db0dcc1a72da25e37d', operation='DELETE', pgid='pgtrigger_delete_delete_0ddcd', table='events_reminder', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='reminderevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c8bad1deed1db32ab2f237e8a17148c550cfe82e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1daf4', table='events_reminderevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='reminderrule',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_reminderruleevent" ("amount", "audience", "channel", "id", "is_active", "kind", "milestone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "task", "task_en", "task_vi", "unit", "valid_from") VALUES (NEW."amount", NEW."audience", NEW."channel", NEW."id", NEW."is_active", NEW."kind", NEW."milestone", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."task", NEW."task_en", NEW."task_vi", NEW."unit", NEW."valid_from"); RETURN NULL;', hash='bee214532192566580fc8c182143fa2a71c6b75a', operation='INSERT', pgid='pgtrigger_insert_insert_247bb', table='events_reminderrule', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='reminderrule',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_reminderruleevent" ("amount", "audience", "channel", "id", "is_active", "kind", "milestone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "task", "task_en", "task_vi", "unit", "valid_from") VALUES (NEW."amount", NEW."audience", NEW."channel", NEW."id", NEW."is_active", NEW."kind", NEW."milestone", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."task", NEW."task_en", NEW."task_vi", NEW."unit", NEW."valid_from"); RETURN NULL;', hash='cc349ccb05a0bdbd18ea7ea0276925831918879c', operation='UPDATE', pgid='pgtrigger_update_update_b3821', table='events_reminderrule', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='reminderrule',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_reminderruleevent" ("amount", "audience", "channel", "id", "is_active", "kind", "milestone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "task", "task_en", "task_vi", "unit", "valid_from") VALUES (OLD."amount", OLD."audience", OLD."channel", OLD."id", OLD."is_active", OLD."kind", OLD."milestone", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."task", OLD."task_en", OLD."task_vi", OLD."unit", OLD."valid_from"); RETURN NULL;', hash='5502a6cf56a34975a979861d43898abbc542aeaf', operation='DELETE', pgid='pgtrigger_delete_delete_08caa', table='events_reminderrule', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='reminderruleevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6f271478f346618b3f98dabafa9845889f7a10d7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2028a', table='events_reminderruleevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='anniversary',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_anniversaryevent" ("base_date", "candidate_on", "country_id", "day", "id", "is_active", "is_demo", "is_historical", "is_verified", "kind", "month", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "responsible_id", "sources", "title", "title_en", "title_vi", "verification_source", "verified_at", "verified_by_id") VALUES (NEW."base_date", NEW."candidate_on", NEW."country_id", NEW."day", NEW."id", NEW."is_active", NEW."is_demo", NEW."is_historical", NEW."is_verified", NEW."kind", NEW."month", NEW."note", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."precision", NEW."responsible_id", NEW."sources", NEW."title", NEW."title_en", NEW."title_vi", NEW."verification_source", NEW."verified_at", NEW."verified_by_id"); RETURN NULL;', hash='6e656f32128a50761a9309b1b11fcf39c0723e89', operation='INSERT', pgid='pgtrigger_insert_insert_fcd91', table='events_anniversary', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='anniversary',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_anniversaryevent" ("base_date", "candidate_on", "country_id", "day", "id", "is_active", "is_demo", "is_historical", "is_verified", "kind", "month", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "responsible_id", "sources", "title", "title_en", "title_vi", "verification_source", "verified_at", "verified_by_id") VALUES (NEW."base_date", NEW."candidate_on", NEW."country_id", NEW."day", NEW."id", NEW."is_active", NEW."is_demo", NEW."is_historical", NEW."is_verified", NEW."kind", NEW."month", NEW."note", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."precision", NEW."responsible_id", NEW."sources", NEW."title", NEW."title_en", NEW."title_vi", NEW."verification_source", NEW."verified_at", NEW."verified_by_id"); RETURN NULL;', hash='ebc07646ffa38d0dc814dae57e317f8373e53bd1', operation='UPDATE', pgid='pgtrigger_update_update_4a72c', table='events_anniversary', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='anniversary',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_anniversaryevent" ("base_date", "candidate_on", "country_id", "day", "id", "is_active", "is_demo", "is_historical", "is_verified", "kind", "month", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "responsible_id", "sources", "title", "title_en", "title_vi", "verification_source", "verified_at", "verified_by_id") VALUES (OLD."base_date", OLD."candidate_on", OLD."country_id", OLD."day", OLD."id", OLD."is_active", OLD."is_demo", OLD."is_historical", OLD."is_verified", OLD."kind", OLD."month", OLD."note", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."precision", OLD."responsible_id", OLD."sources", OLD."title", OLD."title_en", OLD."title_vi", OLD."verification_source", OLD."verified_at", OLD."verified_by_id"); RETURN NULL;', hash='5639b354ae680eee5fe4c52d84fdc59e5af45909', operation='DELETE', pgid='pgtrigger_delete_delete_ddc06', table='events_anniversary', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='anniversaryevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0a1ccfbe6f85510b9388296f7c0978071edc1d6f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9ab17', table='events_anniversaryevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='calendarpolicy',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_calendarpolicyevent" ("even_years", "id", "leap_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."even_years", NEW."id", NEW."leap_day", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='a2bd1c8042fbc3e88c0f0ea4d0d347f942c90fb7', operation='INSERT', pgid='pgtrigger_insert_insert_7cae5', table='events_calendarpolicy', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='calendarpolicy',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_calendarpolicyevent" ("even_years", "id", "leap_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."even_years", NEW."id", NEW."leap_day", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='e17e908ca704d1a7275119883be1fff9c62b5b4b', operation='UPDATE', pgid='pgtrigger_update_update_9b4c2', table='events_calendarpolicy', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='calendarpolicy',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_calendarpolicyevent" ("even_years", "id", "leap_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."even_years", OLD."id", OLD."leap_day", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='9c2cb173580e51258f4745b707ee8e084872949c', operation='DELETE', pgid='pgtrigger_delete_delete_1ce26', table='events_calendarpolicy', when='AFTER')),
            )],
        ),
    ]
