"""Consents, requests about personal data, erasure, and people on photographs."""

import accounts.history
import django.db.models.deletion
import django.utils.timezone
import federation.richtext
import federation.uploads
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('federation', '0004_terms_to_the_end'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        accounts.history.Together(
            operations=[migrations.CreateModel(
                name='Consent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('purpose', models.CharField(choices=[('photo', 'publication of photographs'), ('contact', 'contact by telephone or e-mail'), ('member_list', 'list of members'), ('greetings', 'newsletter and greetings')], editable=False, max_length=11, verbose_name='purpose')),
                    ('language', models.CharField(choices=[('vi', 'Vietnamese'), ('en', 'English')], max_length=2, verbose_name='language of the wording')),
                    ('text_hash', models.CharField(editable=False, max_length=64, verbose_name='fingerprint of the wording')),
                    ('answer', models.CharField(choices=[('given', 'consents'), ('refused', 'refuses')], max_length=7, verbose_name='answer')),
                    ('channel', models.CharField(choices=[('paper', 'on paper'), ('online', 'online form'), ('mail', 'e-mail'), ('in_person', 'in person'), ('telephone', 'by telephone')], max_length=9, verbose_name='channel')),
                    ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date of the answer')),
                    ('evidence', federation.uploads.DocumentField(blank=True, folder='consents', verbose_name='proof')),
                    ('note', federation.richtext.PlainTextField(blank=True, help_text='Where the proof lies, if no file is here.', verbose_name='note')),
                    ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='withdrawn or replaced')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='federation.person', verbose_name='person')),
                    ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                    ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='federation.consenttext', verbose_name='wording')),
                ],
                options={
                    'verbose_name': 'consent',
                    'verbose_name_plural': 'consents',
                    'ordering': ['-given_at', '-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('person', 'purpose'), name='consent_one_standing_answer'), models.CheckConstraint(condition=models.Q(('evidence', ''), ('note', ''), _negated=True), name='consent_has_its_proof', violation_error_message='Add the proof, or say where it lies.'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('withdrawn_at__gte', models.F('given_at')), _connector='OR'), name='consent_withdrawn_after_given')],
                },
            ), migrations.CreateModel(
                name='ConsentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('purpose', models.CharField(choices=[('photo', 'publication of photographs'), ('contact', 'contact by telephone or e-mail'), ('member_list', 'list of members'), ('greetings', 'newsletter and greetings')], editable=False, max_length=11, verbose_name='purpose')),
                    ('language', models.CharField(choices=[('vi', 'Vietnamese'), ('en', 'English')], max_length=2, verbose_name='language of the wording')),
                    ('text_hash', models.CharField(editable=False, max_length=64, verbose_name='fingerprint of the wording')),
                    ('answer', models.CharField(choices=[('given', 'consents'), ('refused', 'refuses')], max_length=7, verbose_name='answer')),
                    ('channel', models.CharField(choices=[('paper', 'on paper'), ('online', 'online form'), ('mail', 'e-mail'), ('in_person', 'in person'), ('telephone', 'by telephone')], max_length=9, verbose_name='channel')),
                    ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date of the answer')),
                    ('evidence', federation.uploads.DocumentField(blank=True, folder='consents', verbose_name='proof')),
                    ('note', federation.richtext.PlainTextField(blank=True, help_text='Where the proof lies, if no file is here.', verbose_name='note')),
                    ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='withdrawn or replaced')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.person', verbose_name='person')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='federation.consent')),
                    ('recorded_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                    ('text', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.consenttext', verbose_name='wording')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='ConsentText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('purpose', models.CharField(choices=[('photo', 'publication of photographs'), ('contact', 'contact by telephone or e-mail'), ('member_list', 'list of members'), ('greetings', 'newsletter and greetings')], max_length=11, verbose_name='purpose')),
                    ('wording', federation.richtext.PlainTextField(verbose_name='wording')),
                    ('wording_vi', federation.richtext.PlainTextField(null=True, verbose_name='wording')),
                    ('wording_en', federation.richtext.PlainTextField(null=True, verbose_name='wording')),
                    ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='valid from')),
                ],
                options={
                    'verbose_name': 'wording of a consent',
                    'verbose_name_plural': 'wordings of consents',
                    'ordering': ['purpose', '-valid_from'],
                    'constraints': [models.UniqueConstraint(fields=('purpose', 'valid_from'), name='consent_text_once_a_day')],
                },
            ), migrations.CreateModel(
                name='ConsentTextEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('purpose', models.CharField(choices=[('photo', 'publication of photographs'), ('contact', 'contact by telephone or e-mail'), ('member_list', 'list of members'), ('greetings', 'newsletter and greetings')], max_length=11, verbose_name='purpose')),
                    ('wording', federation.richtext.PlainTextField(verbose_name='wording')),
                    ('wording_vi', federation.richtext.PlainTextField(null=True, verbose_name='wording')),
                    ('wording_en', federation.richtext.PlainTextField(null=True, verbose_name='wording')),
                    ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='valid from')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='federation.consenttext')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='DataRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('kind', models.CharField(choices=[('view', 'see'), ('correct', 'correct'), ('provide', 'receive a copy'), ('withdraw', 'withdraw consent'), ('restrict', 'restrict the use'), ('object', 'object to the use'), ('delete', 'delete')], max_length=8, verbose_name='asks to')),
                    ('status', models.CharField(choices=[('received', 'received'), ('acknowledged', 'first reply sent'), ('extended', 'extended'), ('done', 'done'), ('refused', 'refused')], default='received', editable=False, max_length=12, verbose_name='status')),
                    ('name', federation.richtext.PlainCharField(max_length=150, verbose_name='name of whoever asks')),
                    ('contact', federation.richtext.PlainCharField(max_length=200, verbose_name='where to answer')),
                    ('channel', models.CharField(choices=[('paper', 'on paper'), ('online', 'online form'), ('mail', 'e-mail'), ('in_person', 'in person'), ('telephone', 'by telephone')], max_length=9, verbose_name='channel')),
                    ('via_third_party', models.BooleanField(default=False, verbose_name='others process the data for us')),
                    ('received_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='received')),
                    ('text', federation.richtext.PlainTextField(blank=True, verbose_name='what is asked')),
                    ('acknowledge_by', models.DateField(editable=False, verbose_name='first reply by')),
                    ('acknowledged_at', models.DateTimeField(editable=False, null=True, verbose_name='replied')),
                    ('due_on', models.DateField(editable=False, verbose_name='due')),
                    ('extended_to', models.DateField(blank=True, null=True, verbose_name='extended to')),
                    ('extension_reason', federation.richtext.PlainTextField(blank=True, verbose_name='reason of the extension')),
                    ('outcome', federation.richtext.PlainTextField(blank=True, help_text='What was done; of a refusal: the reason, as it was told.', verbose_name='outcome')),
                    ('settled_at', models.DateTimeField(editable=False, null=True, verbose_name='settled')),
                    ('person', models.ForeignKey(blank=True, help_text='Empty while it is not known whose data are meant.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='data_requests', to='federation.person', verbose_name='person')),
                ],
                options={
                    'verbose_name': 'request about personal data',
                    'verbose_name_plural': 'requests about personal data',
                    'ordering': ['-received_on', '-pk'],
                    'permissions': [('decide_datarequest', 'may settle requests about data')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'extended'), _negated=True), models.Q(('extended_to__gt', models.F('due_on')), models.Q(('extension_reason', ''), _negated=True)), _connector='OR'), name='data_request_extension_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['done', 'refused']), _negated=True), models.Q(models.Q(('outcome', ''), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='data_request_settled_with_outcome')],
                },
            ), migrations.CreateModel(
                name='DataRequestEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('kind', models.CharField(choices=[('view', 'see'), ('correct', 'correct'), ('provide', 'receive a copy'), ('withdraw', 'withdraw consent'), ('restrict', 'restrict the use'), ('object', 'object to the use'), ('delete', 'delete')], max_length=8, verbose_name='asks to')),
                    ('status', models.CharField(choices=[('received', 'received'), ('acknowledged', 'first reply sent'), ('extended', 'extended'), ('done', 'done'), ('refused', 'refused')], default='received', editable=False, max_length=12, verbose_name='status')),
                    ('name', federation.richtext.PlainCharField(max_length=150, verbose_name='name of whoever asks')),
                    ('contact', federation.richtext.PlainCharField(max_length=200, verbose_name='where to answer')),
                    ('channel', models.CharField(choices=[('paper', 'on paper'), ('online', 'online form'), ('mail', 'e-mail'), ('in_person', 'in person'), ('telephone', 'by telephone')], max_length=9, verbose_name='channel')),
                    ('via_third_party', models.BooleanField(default=False, verbose_name='others process the data for us')),
                    ('received_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='received')),
                    ('text', federation.richtext.PlainTextField(blank=True, verbose_name='what is asked')),
                    ('acknowledge_by', models.DateField(editable=False, verbose_name='first reply by')),
                    ('acknowledged_at', models.DateTimeField(editable=False, null=True, verbose_name='replied')),
                    ('due_on', models.DateField(editable=False, verbose_name='due')),
                    ('extended_to', models.DateField(blank=True, null=True, verbose_name='extended to')),
                    ('extension_reason', federation.richtext.PlainTextField(blank=True, verbose_name='reason of the extension')),
                    ('outcome', federation.richtext.PlainTextField(blank=True, help_text='What was done; of a refusal: the reason, as it was told.', verbose_name='outcome')),
                    ('settled_at', models.DateTimeField(editable=False, null=True, verbose_name='settled')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty while it is not known whose data are meant.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.person', verbose_name='person')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='federation.datarequest')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Erasure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('status', models.CharField(choices=[('planned', 'dry run'), ('quarantined', 'in quarantine'), ('done', 'erased'), ('undone', 'undone')], default='planned', editable=False, max_length=11, verbose_name='status')),
                    ('report', models.JSONField(default=list, editable=False, verbose_name='report')),
                    ('planned_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='dry run made')),
                    ('erase_on', models.DateField(editable=False, null=True, verbose_name='to be erased on')),
                    ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='erased at')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='federation.person', verbose_name='person')),
                    ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='federation.datarequest', verbose_name='request')),
                ],
                options={
                    'verbose_name': 'erasure of personal data',
                    'verbose_name_plural': 'erasures of personal data',
                    'ordering': ['-planned_at', '-pk'],
                    'permissions': [('decide_erasure', 'may erase personal data'), ('export_person', 'may export everything about a person')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'undone'), _negated=True), fields=('person',), name='erasure_once', violation_error_message='This person’s data are being erased.'), models.CheckConstraint(condition=models.Q(('status__in', ['planned', 'undone']), ('erase_on__isnull', False), _connector='OR'), name='erasure_after_its_quarantine')],
                },
            ), migrations.CreateModel(
                name='ErasureEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('status', models.CharField(choices=[('planned', 'dry run'), ('quarantined', 'in quarantine'), ('done', 'erased'), ('undone', 'undone')], default='planned', editable=False, max_length=11, verbose_name='status')),
                    ('report', models.JSONField(default=list, editable=False, verbose_name='report')),
                    ('planned_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='dry run made')),
                    ('erase_on', models.DateField(editable=False, null=True, verbose_name='to be erased on')),
                    ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='erased at')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.person', verbose_name='person')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='federation.erasure')),
                    ('request', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.datarequest', verbose_name='request')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PhotoPerson',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='federation.person', verbose_name='person')),
                    ('photo', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='federation.photo', verbose_name='photograph')),
                ],
                options={
                    'verbose_name': 'person on a photograph',
                    'verbose_name_plural': 'people on photographs',
                    'constraints': [models.UniqueConstraint(fields=('photo', 'person'), name='photo_person_once', violation_error_message='This person is named already.')],
                },
            ), migrations.CreateModel(
                name='PhotoPersonEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.person', verbose_name='person')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='federation.photoperson')),
                    ('photo', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='federation.photo', verbose_name='photograph')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PrivacyLimit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(choices=[('acknowledge', 'first reply to a request'), ('view', 'to see one’s data'), ('correct', 'to correct one’s data'), ('provide', 'to receive one’s data'), ('withdraw', 'to withdraw consent'), ('restrict', 'to restrict the use'), ('object', 'to object to the use'), ('delete', 'to delete one’s data'), ('remind', 'reminder before a limit ends'), ('quarantine', 'quarantine before data are erased')], max_length=11, unique=True, verbose_name='what for')),
                    ('days', models.PositiveSmallIntegerField(verbose_name='days')),
                    ('days_via_third_party', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days, if others process the data for us')),
                    ('in_working_days', models.BooleanField(default=False, verbose_name='working days')),
                    ('source', federation.richtext.PlainCharField(blank=True, max_length=250, verbose_name='source')),
                ],
                options={
                    'verbose_name': 'time limit for personal data',
                    'verbose_name_plural': 'time limits for personal data',
                    'ordering': ['pk'],
                },
            ), migrations.CreateModel(
                name='PrivacyLimitEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(choices=[('acknowledge', 'first reply to a request'), ('view', 'to see one’s data'), ('correct', 'to correct one’s data'), ('provide', 'to receive one’s data'), ('withdraw', 'to withdraw consent'), ('restrict', 'to restrict the use'), ('object', 'to object to the use'), ('delete', 'to delete one’s data'), ('remind', 'reminder before a limit ends'), ('quarantine', 'quarantine before data are erased')], max_length=11, verbose_name='what for')),
                    ('days', models.PositiveSmallIntegerField(verbose_name='days')),
                    ('days_via_third_party', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days, if others process the data for us')),
                    ('in_working_days', models.BooleanField(default=False, verbose_name='working days')),
                    ('source', federation.richtext.PlainCharField(blank=True, max_length=250, verbose_name='source')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='federation.privacylimit')),
                ],
                options={
                    'abstract': False,
                },
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='person',
                name='insert_insert',
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='person',
                name='update_update',
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='person',
                name='delete_delete',
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='photo',
                name='insert_insert',
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='photo',
                name='update_update',
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='photo',
                name='delete_delete',
            ), migrations.AddField(
                model_name='person',
                name='hides_photos',
                field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='no pictures'),
            ), migrations.AddField(
                model_name='personevent',
                name='hides_photos',
                field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='no pictures'),
            ), migrations.AddField(
                model_name='photo',
                name='is_withheld',
                field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='withheld'),
            ), migrations.AddField(
                model_name='photoevent',
                name='is_withheld',
                field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='withheld'),
            ), accounts.history.AddTrigger(
                model_name='person',
                trigger=pgtrigger.compiler.Trigger(name='person_withholds_photos', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    UPDATE federation_photo p SET is_withheld = NOT p.is_withheld\n    WHERE p.id IN (\n        SELECT photo_id FROM federation_photoperson WHERE person_id = NEW.id\n    ) AND p.is_withheld <> EXISTS (\n        SELECT FROM federation_photoperson m\n        JOIN federation_person q ON q.id = m.person_id\n        WHERE m.photo_id = p.id AND q.hides_photos\n    );\n    RETURN NEW;\n', hash='69783eec6e48fa4d7104d24f46ab0e524412236a', operation='UPDATE OF "hides_photos"', pgid='pgtrigger_person_withholds_photos_04e5f', table='federation_person', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='person',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_personevent" ("bio", "bio_en", "bio_vi", "full_name", "hides_photos", "honorific", "id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "portrait", "slug", "user_id") VALUES (NEW."bio", NEW."bio_en", NEW."bio_vi", NEW."full_name", NEW."hides_photos", NEW."honorific", NEW."id", NEW."is_demo", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."portrait", NEW."slug", NEW."user_id"); RETURN NULL;', hash='16294919838a29749b0a4ebe1926f11d5928a533', operation='INSERT', pgid='pgtrigger_insert_insert_4f5b0', table='federation_person', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='person',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "federation_personevent" ("bio", "bio_en", "bio_vi", "full_name", "hides_photos", "honorific", "id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "portrait", "slug", "user_id") VALUES (NEW."bio", NEW."bio_en", NEW."bio_vi", NEW."full_name", NEW."hides_photos", NEW."honorific", NEW."id", NEW."is_demo", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."portrait", NEW."slug", NEW."user_id"); RETURN NULL;', hash='06ebf9e2a29d089f31b5155e13396e53333ead49', operation='UPDATE', pgid='pgtrigger_update_update_f92e0', table='federation_person', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='person',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_personevent" ("bio", "bio_en", "bio_vi", "full_name", "hides_photos", "honorific", "id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "portrait", "slug", "user_id") VALUES (OLD."bio", OLD."bio_en", OLD."bio_vi", OLD."full_name", OLD."hides_photos", OLD."honorific", OLD."id", OLD."is_demo", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."portrait", OLD."slug", OLD."user_id"); RETURN NULL;', hash='a288406a9f4a2a7298ea439dcb9555aa8403e0ef', operation='DELETE', pgid='pgtrigger_delete_delete_ff0e8', table='federation_person', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='photo',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_photoevent" ("alt", "alt_en", "alt_vi", "caption", "caption_en", "caption_vi", "credit", "file", "height", "id", "is_demo", "is_withheld", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_on", "width") VALUES (NEW."alt", NEW."alt_en", NEW."alt_vi", NEW."caption", NEW."caption_en", NEW."caption_vi", NEW."credit", NEW."file", NEW."height", NEW."id", NEW."is_demo", NEW."is_withheld", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."taken_on", NEW."width"); RETURN NULL;', hash='33e53749b6fb9dcb43b4c671af2ead032a9c0a76', operation='INSERT', pgid='pgtrigger_insert_insert_a33cb', table='federation_photo', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='photo',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "federation_photoevent" ("alt", "alt_en", "alt_vi", "caption", "caption_en", "caption_vi", "credit", "file", "height", "id", "is_demo", "is_withheld", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_on", "width") VALUES (NEW."alt", NEW."alt_en", NEW."alt_vi", NEW."caption", NEW."caption_en", NEW."caption_vi", NEW."credit", NEW."file", NEW."height", NEW."id", NEW."is_demo", NEW."is_withheld", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."taken_on", NEW."width"); RETURN NULL;', hash='07fde2f614d3d78d5902fd413c8b773612123fcc', operation='UPDATE', pgid='pgtrigger_update_update_636f6', table='federation_photo', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='photo',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_photoevent" ("alt", "alt_en", "alt_vi", "caption", "caption_en", "caption_vi", "credit", "file", "height", "id", "is_demo", "is_withheld", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_on", "width") VALUES (OLD."alt", OLD."alt_en", OLD."alt_vi", OLD."caption", OLD."caption_en", OLD."caption_vi", OLD."credit", OLD."file", OLD."height", OLD."id", OLD."is_demo", OLD."is_withheld", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."taken_on", OLD."width"); RETURN NULL;', hash='06c86fc3f4f69b8703c9cf37a743396a072f641a', operation='DELETE', pgid='pgtrigger_delete_delete_86295', table='federation_photo', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='consenttext',
                trigger=pgtrigger.compiler.Trigger(name='consent_text_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT FROM federation_consent WHERE text_id = OLD.id) AND (\n        OLD.purpose <> NEW.purpose\n        OR COALESCE(OLD.wording_vi, '') NOT IN ('', COALESCE(NEW.wording_vi, ''))\n        OR COALESCE(OLD.wording_en, '') NOT IN ('', COALESCE(NEW.wording_en, ''))\n    ) THEN\n        RAISE EXCEPTION 'A wording that was answered stays as it is.'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='2d4ea65c99ee4d7393531daab8de3f3b997b6c6c', operation='UPDATE', pgid='pgtrigger_consent_text_stays_99ec2', table='federation_consenttext', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='consenttext',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_consenttextevent" ("id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "valid_from", "wording", "wording_en", "wording_vi") VALUES (NEW."id", NEW."is_demo", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."valid_from", NEW."wording", NEW."wording_en", NEW."wording_vi"); RETURN NULL;', hash='2c3b3b150ceb82a1ac165136a342acd237749c27', operation='INSERT', pgid='pgtrigger_insert_insert_a42ec', table='federation_consenttext', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='consenttext',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "federation_consenttextevent" ("id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "valid_from", "wording", "wording_en", "wording_vi") VALUES (NEW."id", NEW."is_demo", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."valid_from", NEW."wording", NEW."wording_en", NEW."wording_vi"); RETURN NULL;', hash='c4ab0dce3dc091627012cfd4de2cc5d9a525b518', operation='UPDATE', pgid='pgtrigger_update_update_2a676', table='federation_consenttext', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='consenttext',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_consenttextevent" ("id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "valid_from", "wording", "wording_en", "wording_vi") VALUES (OLD."id", OLD."is_demo", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."valid_from", OLD."wording", OLD."wording_en", OLD."wording_vi"); RETURN NULL;', hash='60dad85f9bfa712b397e43905fb3144468149ba8', operation='DELETE', pgid='pgtrigger_delete_delete_0cdfa', table='federation_consenttext', when='AFTER')),
            ), migrations.AddField(
                model_name='photo',
                name='people',
                field=models.ManyToManyField(blank=True, related_name='photos', through='federation.PhotoPerson', to='federation.person', verbose_name='people on it'),
            ), migrations.AddIndex(
                model_name='photo',
                index=models.Index(condition=models.Q(('is_withheld', True)), fields=['file'], name='photo_withheld_file'),
            ), accounts.history.AddTrigger(
                model_name='privacylimit',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_privacylimitevent" ("days", "days_via_third_party", "id", "in_working_days", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."days", NEW."days_via_third_party", NEW."id", NEW."in_working_days", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source"); RETURN NULL;', hash='e60dde3b94ef9a67536a0e097789d29b37ac5945', operation='INSERT', pgid='pgtrigger_insert_insert_6c87a', table='federation_privacylimit', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='privacylimit',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "federation_privacylimitevent" ("days", "days_via_third_party", "id", "in_working_days", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."days", NEW."days_via_third_party", NEW."id", NEW."in_working_days", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source"); RETURN NULL;', hash='e9fbb26e4da53cb6d5c34b22bb572b8917ce1517', operation='UPDATE', pgid='pgtrigger_update_update_6fa42', table='federation_privacylimit', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='privacylimit',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_privacylimitevent" ("days", "days_via_third_party", "id", "in_working_days", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (OLD."days", OLD."days_via_third_party", OLD."id", OLD."in_working_days", OLD."key", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source"); RETURN NULL;', hash='0f08f49f9f2d04f0dd01d2a07aea45c6dba66d2f', operation='DELETE', pgid='pgtrigger_delete_delete_0b688', table='federation_privacylimit', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='consentevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3d6417f24ec15881c2c4e513ed2d2a181b3763b7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dba50', table='federation_consentevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='consent',
                trigger=pgtrigger.compiler.Trigger(name='consent_proof_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."text_id" IS DISTINCT FROM (NEW."text_id") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."text_hash" IS DISTINCT FROM (NEW."text_hash") OR OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."given_at" IS DISTINCT FROM (NEW."given_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ab75dbd33adc1ec2029fd05946cc9745dde74404', operation='UPDATE', pgid='pgtrigger_consent_proof_stays_e9386', table='federation_consent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='consent',
                trigger=pgtrigger.compiler.Trigger(name='consent_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT OLD."is_demo")', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6bf3e2d4693187d06695c27c347af90797138398', operation='DELETE', pgid='pgtrigger_consent_stays_3a92b', table='federation_consent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='consent',
                trigger=pgtrigger.compiler.Trigger(name='consent_hides_photos', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE federation_person p SET hides_photos = said.no\n    FROM (SELECT\n        EXISTS (\n            SELECT FROM federation_erasure\n            WHERE person_id = NEW.person_id AND status IN ('quarantined', 'done')\n        ) OR NOT EXISTS (\n            SELECT FROM federation_consent\n            WHERE person_id = NEW.person_id AND purpose = 'photo'\n            AND answer = 'given' AND withdrawn_at IS NULL\n        ) AND EXISTS (\n            SELECT FROM federation_consent\n            WHERE person_id = NEW.person_id AND purpose = 'photo'\n            AND (answer = 'given') = (withdrawn_at IS NOT NULL)\n        ) AS no\n    ) said\n    WHERE p.id = NEW.person_id AND p.hides_photos <> said.no;\n    RETURN NEW;\n", hash='2ac6f931a7d12027d8ba0e4c9ccf865dc280fc89', operation='INSERT OR UPDATE', pgid='pgtrigger_consent_hides_photos_4e933', table='federation_consent', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='consent',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_consentevent" ("answer", "channel", "evidence", "given_at", "id", "is_demo", "language", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_by_id", "text_hash", "text_id", "withdrawn_at") VALUES (NEW."answer", NEW."channel", NEW."evidence", NEW."given_at", NEW."id", NEW."is_demo", NEW."language", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."recorded_by_id", NEW."text_hash", NEW."text_id", NEW."withdrawn_at"); RETURN NULL;', hash='224aaf2b75fab873daacac9d59c206c453793b71', operation='INSERT', pgid='pgtrigger_insert_insert_a9a39', table='federation_consent', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='consent',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "federation_consentevent" ("answer", "channel", "evidence", "given_at", "id", "is_demo", "language", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_by_id", "text_hash", "text_id", "withdrawn_at") VALUES (NEW."answer", NEW."channel", NEW."evidence", NEW."given_at", NEW."id", NEW."is_demo", NEW."language", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."recorded_by_id", NEW."text_hash", NEW."text_id", NEW."withdrawn_at"); RETURN NULL;', hash='0b97a3bf04da7918cb3b6091df73964d2e9cb989', operation='UPDATE', pgid='pgtrigger_update_update_c8746', table='federation_consent', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='consent',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_consentevent" ("answer", "channel", "evidence", "given_at", "id", "is_demo", "language", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_by_id", "text_hash", "text_id", "withdrawn_at") VALUES (OLD."answer", OLD."channel", OLD."evidence", OLD."given_at", OLD."id", OLD."is_demo", OLD."language", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."recorded_by_id", OLD."text_hash", OLD."text_id", OLD."withdrawn_at"); RETURN NULL;', hash='d803f68e46283b8a7261b88362006a166f8b63ba', operation='DELETE', pgid='pgtrigger_delete_delete_d85f2', table='federation_consent', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='consenttextevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6c081df93715730f6fab44e7d7c9d1e40d0070b5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1475e', table='federation_consenttextevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='datarequest',
                trigger=pgtrigger.compiler.Trigger(name='data_request_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT OLD."is_demo")', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c283c0ecda6347f061f7f97a6f8fc85eb1264b3a', operation='DELETE', pgid='pgtrigger_data_request_stays_90ec3', table='federation_datarequest', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='datarequest',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_datarequestevent" ("acknowledge_by", "acknowledged_at", "channel", "contact", "due_on", "extended_to", "extension_reason", "id", "is_demo", "kind", "name", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "settled_at", "status", "text", "via_third_party") VALUES (NEW."acknowledge_by", NEW."acknowledged_at", NEW."channel", NEW."contact", NEW."due_on", NEW."extended_to", NEW."extension_reason", NEW."id", NEW."is_demo", NEW."kind", NEW."name", NEW."outcome", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_on", NEW."settled_at", NEW."status", NEW."text", NEW."via_third_party"); RETURN NULL;', hash='5aedb8a5d99d6d28fe607119adbc1d4c92299ca7', operation='INSERT', pgid='pgtrigger_insert_insert_a5dac', table='federation_datarequest', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='datarequest',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "federation_datarequestevent" ("acknowledge_by", "acknowledged_at", "channel", "contact", "due_on", "extended_to", "extension_reason", "id", "is_demo", "kind", "name", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "settled_at", "status", "text", "via_third_party") VALUES (NEW."acknowledge_by", NEW."acknowledged_at", NEW."channel", NEW."contact", NEW."due_on", NEW."extended_to", NEW."extension_reason", NEW."id", NEW."is_demo", NEW."kind", NEW."name", NEW."outcome", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_on", NEW."settled_at", NEW."status", NEW."text", NEW."via_third_party"); RETURN NULL;', hash='32b9ead2f867e6dda019b8a8fba7c59e498ae705', operation='UPDATE', pgid='pgtrigger_update_update_2b603', table='federation_datarequest', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='datarequest',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_datarequestevent" ("acknowledge_by", "acknowledged_at", "channel", "contact", "due_on", "extended_to", "extension_reason", "id", "is_demo", "kind", "name", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "settled_at", "status", "text", "via_third_party") VALUES (OLD."acknowledge_by", OLD."acknowledged_at", OLD."channel", OLD."contact", OLD."due_on", OLD."extended_to", OLD."extension_reason", OLD."id", OLD."is_demo", OLD."kind", OLD."name", OLD."outcome", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."received_on", OLD."settled_at", OLD."status", OLD."text", OLD."via_third_party"); RETURN NULL;', hash='96efb07d38b7eea5c97c719f00c2870f2a8b490f', operation='DELETE', pgid='pgtrigger_delete_delete_de864', table='federation_datarequest', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='datarequestevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9356e6e0aafa73399929227da349e233c3914085', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9fe77', table='federation_datarequestevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='erasure',
                trigger=pgtrigger.compiler.Trigger(name='erasure_hides_photos', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE federation_person p SET hides_photos = said.no\n    FROM (SELECT\n        EXISTS (\n            SELECT FROM federation_erasure\n            WHERE person_id = NEW.person_id AND status IN ('quarantined', 'done')\n        ) OR NOT EXISTS (\n            SELECT FROM federation_consent\n            WHERE person_id = NEW.person_id AND purpose = 'photo'\n            AND answer = 'given' AND withdrawn_at IS NULL\n        ) AND EXISTS (\n            SELECT FROM federation_consent\n            WHERE person_id = NEW.person_id AND purpose = 'photo'\n            AND (answer = 'given') = (withdrawn_at IS NOT NULL)\n        ) AS no\n    ) said\n    WHERE p.id = NEW.person_id AND p.hides_photos <> said.no;\n    RETURN NEW;\n", hash='b9b56d81b347c377d0e26deea7d3b00984b2da38', operation='INSERT OR UPDATE', pgid='pgtrigger_erasure_hides_photos_29f54', table='federation_erasure', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='erasure',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_erasureevent" ("erase_on", "erased_at", "id", "is_demo", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "report", "request_id", "status") VALUES (NEW."erase_on", NEW."erased_at", NEW."id", NEW."is_demo", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."planned_at", NEW."report", NEW."request_id", NEW."status"); RETURN NULL;', hash='5414e2242ea41f1ca389222f4bb7a977eba1ccc7', operation='INSERT', pgid='pgtrigger_insert_insert_40e98', table='federation_erasure', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='erasure',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "federation_erasureevent" ("erase_on", "erased_at", "id", "is_demo", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "report", "request_id", "status") VALUES (NEW."erase_on", NEW."erased_at", NEW."id", NEW."is_demo", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."planned_at", NEW."report", NEW."request_id", NEW."status"); RETURN NULL;', hash='c0f61db4405def6e4d14ced2c7e640ce756b9fb6', operation='UPDATE', pgid='pgtrigger_update_update_d08a3', table='federation_erasure', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='erasure',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_erasureevent" ("erase_on", "erased_at", "id", "is_demo", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "report", "request_id", "status") VALUES (OLD."erase_on", OLD."erased_at", OLD."id", OLD."is_demo", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."planned_at", OLD."report", OLD."request_id", OLD."status"); RETURN NULL;', hash='2d056540ff72721f17de4d1b4158bc0915ee3114', operation='DELETE', pgid='pgtrigger_delete_delete_4fe48', table='federation_erasure', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='erasureevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b78de12f9a707a2f848af7e07b40939ea3d477ef', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8362c', table='federation_erasureevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='photoperson',
                trigger=pgtrigger.compiler.Trigger(name='photo_is_withheld', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    UPDATE federation_photo p SET is_withheld = NOT p.is_withheld\n    WHERE p.id IN (NEW.photo_id, OLD.photo_id) AND p.is_withheld <> EXISTS (\n        SELECT FROM federation_photoperson m\n        JOIN federation_person q ON q.id = m.person_id\n        WHERE m.photo_id = p.id AND q.hides_photos\n    );\n    RETURN NULL;\n', hash='77d050f7f367bb19faa797a86a7ba408b10749c5', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_photo_is_withheld_7f216', table='federation_photoperson', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='photoperson',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_photopersonevent" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id") VALUES (NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."photo_id"); RETURN NULL;', hash='de675f66e8bea7aaa4869bf0514490e41995add8', operation='INSERT', pgid='pgtrigger_insert_insert_47340', table='federation_photoperson', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='photoperson',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "federation_photopersonevent" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id") VALUES (NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."photo_id"); RETURN NULL;', hash='8cadd580282960ac8c59cce1a250931effaf2e1a', operation='UPDATE', pgid='pgtrigger_update_update_36210', table='federation_photoperson', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='photoperson',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "federation_photopersonevent" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id") VALUES (OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."photo_id"); RETURN NULL;', hash='7f23f9e066c0db5c71ffaf9e1603749deec0863e', operation='DELETE', pgid='pgtrigger_delete_delete_58659', table='federation_photoperson', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='photopersonevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fd0be2591b64bc782eb216c989b3cc2995a117f9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_76e7f', table='federation_photopersonevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='privacylimitevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b409fddc7fb43056b0fc09370f24b085bdb10d26', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dbbd2', table='federation_privacylimitevent', when='BEFORE')),
            )],
        ),
    ]
