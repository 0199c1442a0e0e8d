"""The tables of awards and the triggers of their history."""

import accounts.history
import awards.models
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('events', '0001_initial'),
        ('federation', '0002_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        accounts.history.Together(
            operations=[migrations.CreateModel(
                name='CommendationType',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                    ('name', models.CharField(max_length=150, verbose_name='name')),
                    ('name_vi', models.CharField(max_length=150, null=True, verbose_name='name')),
                    ('name_en', models.CharField(max_length=150, null=True, verbose_name='name')),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                ],
                options={
                    'verbose_name': 'type of commendation',
                    'verbose_name_plural': 'types of commendation',
                    'ordering': ['display_order', 'code'],
                },
            ), migrations.CreateModel(
                name='CommendationTypeEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('code', models.SlugField(db_index=False, max_length=40, verbose_name='code')),
                    ('name', models.CharField(max_length=150, verbose_name='name')),
                    ('name_vi', models.CharField(max_length=150, null=True, verbose_name='name')),
                    ('name_en', models.CharField(max_length=150, null=True, verbose_name='name')),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='awards.commendationtype')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='ExternalAward',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('title', models.CharField(max_length=250, verbose_name='title')),
                    ('title_vi', models.CharField(max_length=250, null=True, verbose_name='title')),
                    ('title_en', models.CharField(max_length=250, null=True, verbose_name='title')),
                    ('issuer', models.CharField(blank=True, max_length=200, verbose_name='conferred by')),
                    ('issuer_vi', models.CharField(blank=True, max_length=200, null=True, verbose_name='conferred by')),
                    ('issuer_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='conferred by')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('received_on', models.DateField(blank=True, null=True, verbose_name='received on')),
                    ('source', models.CharField(blank=True, max_length=250, verbose_name='source')),
                    ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='external_awards', to='federation.document', verbose_name='decision')),
                    ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='external_awards', to='events.event', verbose_name='presented at')),
                    ('form', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='external_awards', to='awards.commendationform', verbose_name='form of commendation')),
                    ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards_received', to='federation.organization', verbose_name='organisation')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards_received', to='federation.person', verbose_name='person')),
                ],
                options={
                    'verbose_name': 'award received',
                    'verbose_name_plural': 'awards received',
                    'ordering': ['-year', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('organization__isnull', False), ('person__isnull', False), _connector='OR'), name='external_award_has_a_recipient', violation_error_message='Say who received it.')],
                },
            ), migrations.CreateModel(
                name='ExternalAwardEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('title', models.CharField(max_length=250, verbose_name='title')),
                    ('title_vi', models.CharField(max_length=250, null=True, verbose_name='title')),
                    ('title_en', models.CharField(max_length=250, null=True, verbose_name='title')),
                    ('issuer', models.CharField(blank=True, max_length=200, verbose_name='conferred by')),
                    ('issuer_vi', models.CharField(blank=True, max_length=200, null=True, verbose_name='conferred by')),
                    ('issuer_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='conferred by')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('received_on', models.DateField(blank=True, null=True, verbose_name='received on')),
                    ('source', models.CharField(blank=True, max_length=250, verbose_name='source')),
                    ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.document', verbose_name='decision')),
                    ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.event', verbose_name='presented at')),
                    ('form', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='awards.commendationform', verbose_name='form of commendation')),
                    ('organization', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.organization', verbose_name='organisation')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.person', verbose_name='person')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='awards.externalaward')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Award',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('kind', models.CharField(choices=[('collective', 'collective'), ('individual', 'individual')], max_length=10, verbose_name='kind')),
                    ('recipient', models.CharField(max_length=250, verbose_name='name at that time')),
                    ('recipient_vi', models.CharField(max_length=250, null=True, verbose_name='name at that time')),
                    ('recipient_en', models.CharField(max_length=250, null=True, verbose_name='name at that time')),
                    ('recipient_title', models.CharField(blank=True, max_length=250, verbose_name='title and unit at that time')),
                    ('recipient_title_vi', models.CharField(blank=True, max_length=250, null=True, verbose_name='title and unit at that time')),
                    ('recipient_title_en', models.CharField(blank=True, max_length=250, null=True, verbose_name='title and unit at that time')),
                    ('register_year', models.PositiveSmallIntegerField(verbose_name='year of the register')),
                    ('register_no', models.PositiveIntegerField(verbose_name='number in the register')),
                    ('presented_on', models.DateField(blank=True, null=True, verbose_name='presented on')),
                    ('status', models.CharField(choices=[('valid', 'valid'), ('revoked', 'revoked')], default='valid', editable=False, max_length=8, verbose_name='status')),
                    ('revoked_on', models.DateField(editable=False, null=True, verbose_name='revoked on')),
                    ('ground', models.CharField(blank=True, choices=[('false_achievement', 'The achievement was not true.'), ('false_dossier', 'The dossier was forged or wrong.'), ('procedure', 'The review broke the rules.'), ('violation', 'A violation in the period was found.')], editable=False, max_length=20, verbose_name='ground')),
                    ('token', models.CharField(default=awards.models.new_token, editable=False, max_length=28, unique=True, verbose_name='verification code')),
                    ('organization', models.ForeignKey(blank=True, help_text='The collective itself, or the organisation of the person.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='federation.organization', verbose_name='organisation')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='federation.person', verbose_name='person')),
                    ('revocation', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revoked_awards', to='federation.document', verbose_name='decision to revoke')),
                    ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='awards.commendationdecision', verbose_name='decision')),
                    ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='awards.commendationform', verbose_name='form of commendation')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='awards.commendationround', verbose_name='round of commendation')),
                ],
                options={
                    'verbose_name': 'award',
                    'verbose_name_plural': 'awards',
                    'ordering': ['-register_year', 'register_no', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('form', 'register_year', 'register_no'), name='award_register_number_once', violation_error_message='This number is taken in that register.'), models.CheckConstraint(condition=models.Q(('kind', 'individual'), ('person__isnull', True), _connector='OR'), name='award_a_collective_is_no_person', violation_error_message='A collective award names no person.'), models.CheckConstraint(condition=models.Q(models.Q(('ground', ''), ('revocation__isnull', True), ('revoked_on__isnull', True), ('status', 'valid')), models.Q(('revocation__isnull', False), ('revoked_on__isnull', False), ('status', 'revoked'), models.Q(('ground', ''), _negated=True)), _connector='OR'), name='award_revoked_with_all_it_needs')],
                },
            ), migrations.CreateModel(
                name='AwardCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField(default=django.utils.timezone.localdate, verbose_name='day')),
                    ('count', models.PositiveIntegerField(default=0, verbose_name='checks')),
                    ('award', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='awards.award', verbose_name='award')),
                ],
                options={
                    'verbose_name': 'checks of an award',
                    'verbose_name_plural': 'checks of awards',
                    'ordering': ['-day'],
                    'constraints': [models.UniqueConstraint(fields=('award', 'day'), name='award_check_a_day')],
                },
            ), migrations.CreateModel(
                name='CommendationDecision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='commendation_decision', to='federation.document', verbose_name='document')),
                    ('legal_bases', models.ManyToManyField(blank=True, related_name='commendation_decisions', to='federation.legalbasis', verbose_name='legal bases')),
                    ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='awards.commendationform', verbose_name='form of commendation')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='awards.commendationround', verbose_name='round of commendation')),
                ],
                options={
                    'verbose_name': 'commendation decision',
                    'verbose_name_plural': 'commendation decisions',
                    'ordering': ['-pk'],
                },
            ), migrations.CreateModel(
                name='CommendationForm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                    ('name', models.CharField(max_length=150, verbose_name='name')),
                    ('name_vi', models.CharField(max_length=150, null=True, verbose_name='name')),
                    ('name_en', models.CharField(max_length=150, null=True, verbose_name='name')),
                    ('level', models.CharField(choices=[('union', 'this union'), ('city', 'the city'), ('national_union', 'the national union'), ('prime_minister', 'the Prime Minister'), ('president', 'the State President'), ('foreign', 'a foreign or international body')], max_length=16, verbose_name='conferred by')),
                    ('for_collectives', models.BooleanField(default=True, verbose_name='for collectives')),
                    ('for_individuals', models.BooleanField(default=True, verbose_name='for individuals')),
                    ('for_foreigners', models.BooleanField(default=False, verbose_name='for foreigners')),
                    ('own_issue', models.BooleanField(default=False, help_text='Others are proposed to a higher level and recorded as received.', verbose_name='issued by the union itself')),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ('legal_basis', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commendation_forms', to='federation.legalbasis', verbose_name='legal basis')),
                ],
                options={
                    'verbose_name': 'form of commendation',
                    'verbose_name_plural': 'forms of commendation',
                    'ordering': ['display_order', 'code'],
                },
            ), migrations.CreateModel(
                name='CommendationFormEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('code', models.SlugField(db_index=False, max_length=40, verbose_name='code')),
                    ('name', models.CharField(max_length=150, verbose_name='name')),
                    ('name_vi', models.CharField(max_length=150, null=True, verbose_name='name')),
                    ('name_en', models.CharField(max_length=150, null=True, verbose_name='name')),
                    ('level', models.CharField(choices=[('union', 'this union'), ('city', 'the city'), ('national_union', 'the national union'), ('prime_minister', 'the Prime Minister'), ('president', 'the State President'), ('foreign', 'a foreign or international body')], max_length=16, verbose_name='conferred by')),
                    ('for_collectives', models.BooleanField(default=True, verbose_name='for collectives')),
                    ('for_individuals', models.BooleanField(default=True, verbose_name='for individuals')),
                    ('for_foreigners', models.BooleanField(default=False, verbose_name='for foreigners')),
                    ('own_issue', models.BooleanField(default=False, help_text='Others are proposed to a higher level and recorded as received.', verbose_name='issued by the union itself')),
                    ('display_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ('legal_basis', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.legalbasis', verbose_name='legal basis')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='awards.commendationform')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='CommendationRound',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('title_vi', models.CharField(max_length=200, null=True, verbose_name='title')),
                    ('title_en', models.CharField(max_length=200, null=True, verbose_name='title')),
                    ('slug', models.SlugField(max_length=120, unique=True, verbose_name='address word')),
                    ('period_from', models.DateField(verbose_name='achievements from')),
                    ('period_to', models.DateField(verbose_name='achievements until')),
                    ('summary', models.TextField(blank=True, verbose_name='summary')),
                    ('summary_vi', models.TextField(blank=True, null=True, verbose_name='summary')),
                    ('summary_en', models.TextField(blank=True, null=True, verbose_name='summary')),
                    ('opens_on', models.DateField(blank=True, null=True, verbose_name='nominations from')),
                    ('closes_on', models.DateField(blank=True, null=True, verbose_name='nominations until')),
                    ('historic', models.BooleanField(default=False, help_text='From before the portal: may have reported numbers only.', verbose_name='historic')),
                    ('declared_collectives', models.PositiveIntegerField(blank=True, null=True, verbose_name='collectives, as reported')),
                    ('declared_individuals', models.PositiveIntegerField(blank=True, null=True, verbose_name='individuals, as reported')),
                    ('source', models.CharField(blank=True, max_length=250, verbose_name='source')),
                    ('status', models.CharField(choices=[('planned', 'planned'), ('open', 'open for nominations'), ('closed', 'closed for nominations'), ('reviewed', 'reviewed by the council'), ('decided', 'decided'), ('presented', 'presented'), ('published', 'published'), ('cancelled', 'cancelled')], default='planned', editable=False, max_length=10, verbose_name='status')),
                    ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='published at')),
                    ('cancel_reason', models.CharField(blank=True, max_length=250, verbose_name='reason of the cancellation')),
                    ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commendation_rounds', to='events.event', verbose_name='presented at')),
                    ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='awards.commendationform', verbose_name='form of commendation')),
                    ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='awards.commendationtype', verbose_name='type of commendation')),
                ],
                options={
                    'verbose_name': 'round of commendation',
                    'verbose_name_plural': 'rounds of commendation',
                    'ordering': ['-period_to', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('period_from__lte', models.F('period_to'))), name='round_period_ends_after_it_began', violation_error_message='The period ends before it begins.'), models.CheckConstraint(condition=models.Q(('opens_on__isnull', True), ('closes_on__isnull', True), ('opens_on__lte', models.F('closes_on')), _connector='OR'), name='round_window_closes_after_it_opened', violation_error_message='Nominations close before they open.'), models.CheckConstraint(condition=models.Q(('historic', False), ('status__in', ['presented', 'published', 'cancelled']), _connector='OR'), name='round_historic_was_presented'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='round_published_with_its_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), _negated=True), models.Q(('cancel_reason', ''), _negated=True), _connector='OR'), name='round_cancelled_with_a_reason')],
                },
            ), migrations.CreateModel(
                name='CommendationDecisionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.document', verbose_name='document')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='awards.commendationdecision')),
                    ('form', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='awards.commendationform', verbose_name='form of commendation')),
                    ('round', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='awards.commendationround', verbose_name='round of commendation')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='AwardEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('kind', models.CharField(choices=[('collective', 'collective'), ('individual', 'individual')], max_length=10, verbose_name='kind')),
                    ('recipient', models.CharField(max_length=250, verbose_name='name at that time')),
                    ('recipient_vi', models.CharField(max_length=250, null=True, verbose_name='name at that time')),
                    ('recipient_en', models.CharField(max_length=250, null=True, verbose_name='name at that time')),
                    ('recipient_title', models.CharField(blank=True, max_length=250, verbose_name='title and unit at that time')),
                    ('recipient_title_vi', models.CharField(blank=True, max_length=250, null=True, verbose_name='title and unit at that time')),
                    ('recipient_title_en', models.CharField(blank=True, max_length=250, null=True, verbose_name='title and unit at that time')),
                    ('register_year', models.PositiveSmallIntegerField(verbose_name='year of the register')),
                    ('register_no', models.PositiveIntegerField(verbose_name='number in the register')),
                    ('presented_on', models.DateField(blank=True, null=True, verbose_name='presented on')),
                    ('status', models.CharField(choices=[('valid', 'valid'), ('revoked', 'revoked')], default='valid', editable=False, max_length=8, verbose_name='status')),
                    ('revoked_on', models.DateField(editable=False, null=True, verbose_name='revoked on')),
                    ('ground', models.CharField(blank=True, choices=[('false_achievement', 'The achievement was not true.'), ('false_dossier', 'The dossier was forged or wrong.'), ('procedure', 'The review broke the rules.'), ('violation', 'A violation in the period was found.')], editable=False, max_length=20, verbose_name='ground')),
                    ('token', models.CharField(default=awards.models.new_token, editable=False, max_length=28, verbose_name='verification code')),
                    ('organization', models.ForeignKey(blank=True, db_constraint=False, help_text='The collective itself, or the organisation of the person.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.organization', verbose_name='organisation')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.person', verbose_name='person')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='awards.award')),
                    ('revocation', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.document', verbose_name='decision to revoke')),
                    ('decision', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='awards.commendationdecision', verbose_name='decision')),
                    ('form', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='awards.commendationform', verbose_name='form of commendation')),
                    ('round', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='awards.commendationround', verbose_name='round of commendation')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='CommendationRoundEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('title_vi', models.CharField(max_length=200, null=True, verbose_name='title')),
                    ('title_en', models.CharField(max_length=200, null=True, verbose_name='title')),
                    ('slug', models.SlugField(db_index=False, max_length=120, verbose_name='address word')),
                    ('period_from', models.DateField(verbose_name='achievements from')),
                    ('period_to', models.DateField(verbose_name='achievements until')),
                    ('summary', models.TextField(blank=True, verbose_name='summary')),
                    ('summary_vi', models.TextField(blank=True, null=True, verbose_name='summary')),
                    ('summary_en', models.TextField(blank=True, null=True, verbose_name='summary')),
                    ('opens_on', models.DateField(blank=True, null=True, verbose_name='nominations from')),
                    ('closes_on', models.DateField(blank=True, null=True, verbose_name='nominations until')),
                    ('historic', models.BooleanField(default=False, help_text='From before the portal: may have reported numbers only.', verbose_name='historic')),
                    ('declared_collectives', models.PositiveIntegerField(blank=True, null=True, verbose_name='collectives, as reported')),
                    ('declared_individuals', models.PositiveIntegerField(blank=True, null=True, verbose_name='individuals, as reported')),
                    ('source', models.CharField(blank=True, max_length=250, verbose_name='source')),
                    ('status', models.CharField(choices=[('planned', 'planned'), ('open', 'open for nominations'), ('closed', 'closed for nominations'), ('reviewed', 'reviewed by the council'), ('decided', 'decided'), ('presented', 'presented'), ('published', 'published'), ('cancelled', 'cancelled')], default='planned', editable=False, max_length=10, verbose_name='status')),
                    ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='published at')),
                    ('cancel_reason', models.CharField(blank=True, max_length=250, verbose_name='reason of the cancellation')),
                    ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.event', verbose_name='presented at')),
                    ('form', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='awards.commendationform', verbose_name='form of commendation')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='awards.commendationround')),
                    ('type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='awards.commendationtype', verbose_name='type of commendation')),
                ],
                options={
                    'abstract': False,
                },
            ), accounts.history.AddTrigger(
                model_name='commendationtype',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "awards_commendationtypeevent" ("code", "display_order", "id", "name", "name_en", "name_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."display_order", NEW."id", NEW."name", NEW."name_en", NEW."name_vi", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='3d1d3b96509c3b126cb783f04100275f0ea8414b', operation='INSERT', pgid='pgtrigger_insert_insert_cb1b5', table='awards_commendationtype', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='commendationtype',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "awards_commendationtypeevent" ("code", "display_order", "id", "name", "name_en", "name_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."display_order", NEW."id", NEW."name", NEW."name_en", NEW."name_vi", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='272cd40d7811b748db2d0fbd36eb862e8faca03d', operation='UPDATE', pgid='pgtrigger_update_update_f94a7', table='awards_commendationtype', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='commendationtype',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "awards_commendationtypeevent" ("code", "display_order", "id", "name", "name_en", "name_vi", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."display_order", OLD."id", OLD."name", OLD."name_en", OLD."name_vi", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='0230e35d21053fa835be7cf109769a97f5d7861c', operation='DELETE', pgid='pgtrigger_delete_delete_0bdbd', table='awards_commendationtype', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='commendationtypeevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='acf78fb33612830e4a6364fbbda9b8d07e6164d9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_84d07', table='awards_commendationtypeevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='externalaward',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "awards_externalawardevent" ("document_id", "event_id", "form_id", "id", "is_demo", "issuer", "issuer_en", "issuer_vi", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "source", "title", "title_en", "title_vi", "year") VALUES (NEW."document_id", NEW."event_id", NEW."form_id", NEW."id", NEW."is_demo", NEW."issuer", NEW."issuer_en", NEW."issuer_vi", NEW."organization_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_on", NEW."source", NEW."title", NEW."title_en", NEW."title_vi", NEW."year"); RETURN NULL;', hash='7445d233b47ea829c653b8b0924b300bad2d263f', operation='INSERT', pgid='pgtrigger_insert_insert_42c02', table='awards_externalaward', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='externalaward',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "awards_externalawardevent" ("document_id", "event_id", "form_id", "id", "is_demo", "issuer", "issuer_en", "issuer_vi", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "source", "title", "title_en", "title_vi", "year") VALUES (NEW."document_id", NEW."event_id", NEW."form_id", NEW."id", NEW."is_demo", NEW."issuer", NEW."issuer_en", NEW."issuer_vi", NEW."organization_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_on", NEW."source", NEW."title", NEW."title_en", NEW."title_vi", NEW."year"); RETURN NULL;', hash='131213e69f983509716b6a3e68850a7abc38fe0a', operation='UPDATE', pgid='pgtrigger_update_update_f3b53', table='awards_externalaward', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='externalaward',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "awards_externalawardevent" ("document_id", "event_id", "form_id", "id", "is_demo", "issuer", "issuer_en", "issuer_vi", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "source", "title", "title_en", "title_vi", "year") VALUES (OLD."document_id", OLD."event_id", OLD."form_id", OLD."id", OLD."is_demo", OLD."issuer", OLD."issuer_en", OLD."issuer_vi", OLD."organization_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."received_on", OLD."source", OLD."title", OLD."title_en", OLD."title_vi", OLD."year"); RETURN NULL;', hash='6e90db630bfc2339d667b6258c229160e6662626', operation='DELETE', pgid='pgtrigger_delete_delete_167ee', table='awards_externalaward', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='externalawardevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1457e7ccf7bf94f8c000aac830ae864b6d10b0df', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_28e4a', table='awards_externalawardevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='award',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "awards_awardevent" ("decision_id", "form_id", "ground", "id", "is_demo", "kind", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presented_on", "recipient", "recipient_en", "recipient_title", "recipient_title_en", "recipient_title_vi", "recipient_vi", "register_no", "register_year", "revocation_id", "revoked_on", "round_id", "status", "token") VALUES (NEW."decision_id", NEW."form_id", NEW."ground", NEW."id", NEW."is_demo", NEW."kind", NEW."organization_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."presented_on", NEW."recipient", NEW."recipient_en", NEW."recipient_title", NEW."recipient_title_en", NEW."recipient_title_vi", NEW."recipient_vi", NEW."register_no", NEW."register_year", NEW."revocation_id", NEW."revoked_on", NEW."round_id", NEW."status", NEW."token"); RETURN NULL;', hash='d34213391f10fc5d78d28bd15bdc82994245d967', operation='INSERT', pgid='pgtrigger_insert_insert_5bd66', table='awards_award', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='award',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "awards_awardevent" ("decision_id", "form_id", "ground", "id", "is_demo", "kind", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presented_on", "recipient", "recipient_en", "recipient_title", "recipient_title_en", "recipient_title_vi", "recipient_vi", "register_no", "register_year", "revocation_id", "revoked_on", "round_id", "status", "token") VALUES (NEW."decision_id", NEW."form_id", NEW."ground", NEW."id", NEW."is_demo", NEW."kind", NEW."organization_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."presented_on", NEW."recipient", NEW."recipient_en", NEW."recipient_title", NEW."recipient_title_en", NEW."recipient_title_vi", NEW."recipient_vi", NEW."register_no", NEW."register_year", NEW."revocation_id", NEW."revoked_on", NEW."round_id", NEW."status", NEW."token"); RETURN NULL;', hash='6322306519a4e45aae1f290fd1459a117e225db8', operation='UPDATE', pgid='pgtrigger_update_update_c14f1', table='awards_award', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='award',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "awards_awardevent" ("decision_id", "form_id", "ground", "id", "is_demo", "kind", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presented_on", "recipient", "recipient_en", "recipient_title", "recipient_title_en", "recipient_title_vi", "recipient_vi", "register_no", "register_year", "revocation_id", "revoked_on", "round_id", "status", "token") VALUES (OLD."decision_id", OLD."form_id", OLD."ground", OLD."id", OLD."is_demo", OLD."kind", OLD."organization_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."presented_on", OLD."recipient", OLD."recipient_en", OLD."recipient_title", OLD."recipient_title_en", OLD."recipient_title_vi", OLD."recipient_vi", OLD."register_no", OLD."register_year", OLD."revocation_id", OLD."revoked_on", OLD."round_id", OLD."status", OLD."token"); RETURN NULL;', hash='d5365a1617497ee73200648ca5da819cdb8f94d7', operation='DELETE', pgid='pgtrigger_delete_delete_e6b1c', table='awards_award', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='commendationdecision',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "awards_commendationdecisionevent" ("document_id", "form_id", "id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id") VALUES (NEW."document_id", NEW."form_id", NEW."id", NEW."is_demo", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."round_id"); RETURN NULL;', hash='6d738564500baf91e30b73fa74343c9693eecdbd', operation='INSERT', pgid='pgtrigger_insert_insert_d8b88', table='awards_commendationdecision', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='commendationdecision',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "awards_commendationdecisionevent" ("document_id", "form_id", "id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id") VALUES (NEW."document_id", NEW."form_id", NEW."id", NEW."is_demo", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."round_id"); RETURN NULL;', hash='0d3cf423645010f86c7aadc2cd6e2d80ea0b90ec', operation='UPDATE', pgid='pgtrigger_update_update_9f1d9', table='awards_commendationdecision', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='commendationdecision',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "awards_commendationdecisionevent" ("document_id", "form_id", "id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id") VALUES (OLD."document_id", OLD."form_id", OLD."id", OLD."is_demo", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."round_id"); RETURN NULL;', hash='ccf0c3386486aed22d5532b335c54324849d883a', operation='DELETE', pgid='pgtrigger_delete_delete_9de41', table='awards_commendationdecision', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='commendationform',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "awards_commendationformevent" ("code", "display_order", "for_collectives", "for_foreigners", "for_individuals", "id", "legal_basis_id", "level", "name", "name_en", "name_vi", "own_issue", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."display_order", NEW."for_collectives", NEW."for_foreigners", NEW."for_individuals", NEW."id", NEW."legal_basis_id", NEW."level", NEW."name", NEW."name_en", NEW."name_vi", NEW."own_issue", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='870e0e114cfc98163c442784cbe6710c594c65fa', operation='INSERT', pgid='pgtrigger_insert_insert_4e6af', table='awards_commendationform', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='commendationform',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "awards_commendationformevent" ("code", "display_order", "for_collectives", "for_foreigners", "for_individuals", "id", "legal_basis_id", "level", "name", "name_en", "name_vi", "own_issue", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."display_order", NEW."for_collectives", NEW."for_foreigners", NEW."for_individuals", NEW."id", NEW."legal_basis_id", NEW."level", NEW."name", NEW."name_en", NEW."name_vi", NEW."own_issue", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='e7de846e91662007686642abddcbe07bae63ac39', operation='UPDATE', pgid='pgtrigger_update_update_eba55', table='awards_commendationform', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='commendationform',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "awards_commendationformevent" ("code", "display_order", "for_collectives", "for_foreigners", "for_individuals", "id", "legal_basis_id", "level", "name", "name_en", "name_vi", "own_issue", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."display_order", OLD."for_collectives", OLD."for_foreigners", OLD."for_individuals", OLD."id", OLD."legal_basis_id", OLD."level", OLD."name", OLD."name_en", OLD."name_vi", OLD."own_issue", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='82f61e73e47a92185f97c5d936b20ef22bb7d888', operation='DELETE', pgid='pgtrigger_delete_delete_43efa', table='awards_commendationform', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='commendationformevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='404ab6130f8cc84e77a7d8c5aa14abd3590801eb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ace4c', table='awards_commendationformevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='commendationround',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "awards_commendationroundevent" ("cancel_reason", "closes_on", "declared_collectives", "declared_individuals", "event_id", "form_id", "historic", "id", "is_demo", "opens_on", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "slug", "source", "status", "summary", "summary_en", "summary_vi", "title", "title_en", "title_vi", "type_id") VALUES (NEW."cancel_reason", NEW."closes_on", NEW."declared_collectives", NEW."declared_individuals", NEW."event_id", NEW."form_id", NEW."historic", NEW."id", NEW."is_demo", NEW."opens_on", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."slug", NEW."source", NEW."status", NEW."summary", NEW."summary_en", NEW."summary_vi", NEW."title", NEW."title_en", NEW."title_vi", NEW."type_id"); RETURN NULL;', hash='28056720a7edaa5852a4eb6335b7e1bdfe4047e7', operation='INSERT', pgid='pgtrigger_insert_insert_91eac', table='awards_commendationround', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='commendationround',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "awards_commendationroundevent" ("cancel_reason", "closes_on", "declared_collectives", "declared_individuals", "event_id", "form_id", "historic", "id", "is_demo", "opens_on", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "slug", "source", "status", "summary", "summary_en", "summary_vi", "title", "title_en", "title_vi", "type_id") VALUES (NEW."cancel_reason", NEW."closes_on", NEW."declared_collectives", NEW."declared_individuals", NEW."event_id", NEW."form_id", NEW."historic", NEW."id", NEW."is_demo", NEW."opens_on", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."slug", NEW."source", NEW."status", NEW."summary", NEW."summary_en", NEW."summary_vi", NEW."title", NEW."title_en", NEW."title_vi", NEW."type_id"); RETURN NULL;', hash='ce0753d3dffe9f40ec334333c8f49f9788dd1f47', operation='UPDATE', pgid='pgtrigger_update_update_bfdeb', table='awards_commendationround', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='commendationround',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "awards_commendationroundevent" ("cancel_reason", "closes_on", "declared_collectives", "declared_individuals", "event_id", "form_id", "historic", "id", "is_demo", "opens_on", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "slug", "source", "status", "summary", "summary_en", "summary_vi", "title", "title_en", "title_vi", "type_id") VALUES (OLD."cancel_reason", OLD."closes_on", OLD."declared_collectives", OLD."declared_individuals", OLD."event_id", OLD."form_id", OLD."historic", OLD."id", OLD."is_demo", OLD."opens_on", OLD."period_from", OLD."period_to", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_at", OLD."slug", OLD."source", OLD."status", OLD."summary", OLD."summary_en", OLD."summary_vi", OLD."title", OLD."title_en", OLD."title_vi", OLD."type_id"); RETURN NULL;', hash='92623aa8c4877c15329687dfc9a9bec8042bc952', operation='DELETE', pgid='pgtrigger_delete_delete_05279', table='awards_commendationround', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='commendationdecisionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='46771cc2a071714269b5208e8753d73b099c9b46', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_70247', table='awards_commendationdecisionevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='awardevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d1f1e1f79f592f071348e1231de7d554e3ead9ba', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_046e3', table='awards_awardevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='commendationroundevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a524b7e10d3cbf9cab3d0d674f6bc87c8e41dae6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b734e', table='awards_commendationroundevent', when='BEFORE')),
            )],
        ),
    ]
