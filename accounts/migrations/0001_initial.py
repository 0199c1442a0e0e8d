"""The tables of accounts and the triggers of their history."""

import accounts.history
import accounts.models
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        accounts.history.Together(
            operations=[migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('email', models.EmailField(error_messages={'unique': 'There is already an account with this e-mail.'}, max_length=254, unique=True, verbose_name='e-mail')),
                    ('full_name', models.CharField(max_length=150, verbose_name='full name')),
                    ('language', models.CharField(choices=[('vi', 'Vietnamese'), ('en', 'English')], default='vi', max_length=2, verbose_name='language')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ('is_staff', models.BooleanField(default=False, verbose_name='works in the admin')),
                    ('mail_code', models.BooleanField(default=False, help_text='Instead of an app or a passkey; not for staff.', verbose_name='one-time code by mail')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                    ('stamp', models.CharField(default=accounts.models.new_stamp, editable=False, max_length=32)),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'verbose_name': 'account',
                    'verbose_name_plural': 'accounts',
                    'ordering': ['full_name', 'email'],
                    'permissions': [('manage_every_account', 'may give any role to others')],
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_whatever_its_case', violation_error_message='There is already an account with this e-mail.'), models.CheckConstraint(condition=models.Q(('is_staff', True), ('mail_code', True), _negated=True), name='user_staff_without_code_by_mail', violation_error_message='Staff use an app or a passkey, not a code by mail.')],
                },
                managers=[
                    ('objects', accounts.models.UserManager()),
                ],
            ), migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent')),
                    ('expires_at', models.DateTimeField(verbose_name='works until')),
                    ('used_at', models.DateTimeField(null=True, verbose_name='used')),
                    ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ],
                options={
                    'verbose_name': 'invitation',
                    'verbose_name_plural': 'invitations',
                    'ordering': ['-created_at'],
                },
            ), migrations.CreateModel(
                name='KeptForm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('handle', models.CharField(max_length=64, unique=True)),
                    ('sealed', models.BinaryField()),
                    ('kept_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_forms', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'kept form',
                    'verbose_name_plural': 'kept forms',
                },
            ), migrations.CreateModel(
                name='LoginEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                    ('kind', models.CharField(choices=[('attempt', 'attempt'), ('passed', 'passed'), ('logged_in', 'logged in'), ('wrong_password', 'wrong password'), ('wrong_code', 'wrong code'), ('held_back', 'held back after too many attempts'), ('logged_out', 'logged out'), ('reset_asked', 'asked for a new password'), ('new_password', 'set a new password'), ('factor_added', 'second factor set up'), ('factor_removed', 'second factor removed'), ('code_sent', 'code sent by mail')], max_length=16, verbose_name='what happened')),
                    ('identity', models.CharField(editable=False, max_length=64)),
                    ('address', models.GenericIPAddressField(null=True, verbose_name='network address')),
                    ('network', models.CharField(blank=True, editable=False, max_length=45)),
                    ('agent', models.CharField(blank=True, max_length=200, verbose_name='browser')),
                    ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='login_events', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ],
                options={
                    'verbose_name': 'log-in',
                    'verbose_name_plural': 'log-ins',
                    'ordering': ['-at', '-pk'],
                    'indexes': [models.Index(fields=['identity', '-at'], name='login_event_identity'), models.Index(fields=['network', '-at'], name='login_event_network'), models.Index(fields=['user', '-at'], name='login_event_user')],
                },
            ), migrations.CreateModel(
                name='UserEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('email', models.EmailField(error_messages={'unique': 'There is already an account with this e-mail.'}, max_length=254, verbose_name='e-mail')),
                    ('full_name', models.CharField(max_length=150, verbose_name='full name')),
                    ('language', models.CharField(choices=[('vi', 'Vietnamese'), ('en', 'English')], default='vi', max_length=2, verbose_name='language')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ('is_staff', models.BooleanField(default=False, verbose_name='works in the admin')),
                    ('mail_code', models.BooleanField(default=False, help_text='Instead of an app or a passkey; not for staff.', verbose_name='one-time code by mail')),
                    ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo data')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='UserGroupEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('group', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.group')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('user', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='UserGroup',
                fields=[
                ],
                options={
                    'proxy': True,
                },
                bases=('accounts.user_groups',),
            ), accounts.history.AddTrigger(
                model_name='user',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("date_joined", "email", "full_name", "id", "is_active", "is_demo", "is_staff", "is_superuser", "language", "mail_code", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date_joined", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_demo", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."mail_code", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='5fcc69eb83f232f19d140df9301cb0086fb90615', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', table='accounts_user', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='user',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."mail_code" IS DISTINCT FROM (NEW."mail_code"))', func='INSERT INTO "accounts_userevent" ("date_joined", "email", "full_name", "id", "is_active", "is_demo", "is_staff", "is_superuser", "language", "mail_code", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date_joined", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_demo", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."mail_code", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='86071b03ed1f38837c8f757db9f0955e9c12ff1a', operation='UPDATE', pgid='pgtrigger_update_update_0e890', table='accounts_user', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='user',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("date_joined", "email", "full_name", "id", "is_active", "is_demo", "is_staff", "is_superuser", "language", "mail_code", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."date_joined", OLD."email", OLD."full_name", OLD."id", OLD."is_active", OLD."is_demo", OLD."is_staff", OLD."is_superuser", OLD."language", OLD."mail_code", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='7bc635e4b3800cfcfe028171ae97878fc657ab19', operation='DELETE', pgid='pgtrigger_delete_delete_19f14', table='accounts_user', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='loginevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '365 days' THEN\n                        RETURN OLD;\n                    END IF;\n                    IF TG_OP = 'UPDATE' AND NEW.user_id IS NULL\n                       AND to_jsonb(NEW) - 'user_id' = to_jsonb(OLD) - 'user_id' THEN\n                        RETURN NEW;\n                    END IF;\n                    RAISE EXCEPTION 'The record of log-ins is append-only.';\n                ", hash='8ef7cde4b59e220527d4f2196ac77c993a61e159', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e4558', table='accounts_loginevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='userevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e9498e73f6fbdf2642fb33fa14189f1ad2382c8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_45b21', table='accounts_userevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='usergroupevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dfebd70753e9e9382330e91821304618010c0877', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2765d', table='accounts_usergroupevent', when='BEFORE')),
            ), accounts.history.AddTrigger(
                model_name='usergroup',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_usergroupevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."user_id"); RETURN NULL;', hash='571c24f2c62541bad39a0545d4c7ae776b8bbaff', operation='INSERT', pgid='pgtrigger_insert_insert_0ba84', table='accounts_user_groups', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='usergroup',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_usergroupevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."user_id"); RETURN NULL;', hash='139b5189ffcb91e72cbaeb6b03826ba4a7b81a67', operation='UPDATE', pgid='pgtrigger_update_update_59252', table='accounts_user_groups', when='AFTER')),
            ), accounts.history.AddTrigger(
                model_name='usergroup',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_usergroupevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (OLD."group_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."user_id"); RETURN NULL;', hash='58f2d242ff625c08388f9639fe2249028a5f4c63', operation='DELETE', pgid='pgtrigger_delete_delete_94483', table='accounts_user_groups', when='AFTER')),
            )],
        ),
    ]
