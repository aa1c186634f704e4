"""Facts, answers and files may be sealed anew under a later key (密文可换钥重封)."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('health', '0007_coverage'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='decision_is_kept',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='interfacefile',
            name='file_is_kept',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='interfacemessage',
            name='message_is_kept',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decision_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE'\n   AND to_jsonb(NEW) - 'facts_sealed' = to_jsonb(OLD) - 'facts_sealed'\n   AND octet_length(NEW.facts_sealed) = octet_length(OLD.facts_sealed)\n   AND substring(NEW.facts_sealed FROM 1 FOR 1) = substring(OLD.facts_sealed FROM 1 FOR 1)\n   AND substring(NEW.facts_sealed FROM 2 FOR 2) > substring(OLD.facts_sealed FROM 2 FOR 2)\nTHEN\n    RETURN NEW;\nEND IF;\nRAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;\n", hash='46ab74f9c850ac58104f7e532bc8c4cdd8b44848', operation='UPDATE OR DELETE', pgid='pgtrigger_decision_is_kept_412dc', table='health_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interfacefile',
            trigger=pgtrigger.compiler.Trigger(name='file_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE'\n   AND to_jsonb(NEW) - 'content_sealed' = to_jsonb(OLD) - 'content_sealed'\n   AND octet_length(NEW.content_sealed) = octet_length(OLD.content_sealed)\n   AND substring(NEW.content_sealed FROM 1 FOR 1) = substring(OLD.content_sealed FROM 1 FOR 1)\n   AND substring(NEW.content_sealed FROM 2 FOR 2) > substring(OLD.content_sealed FROM 2 FOR 2)\nTHEN\n    RETURN NEW;\nEND IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;\n", hash='571349867212a1cb1fab413f31fa11444b6aa64b', operation='UPDATE OR DELETE', pgid='pgtrigger_file_is_kept_bff45', table='health_interfacefile', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interfacemessage',
            trigger=pgtrigger.compiler.Trigger(name='message_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE'\n   AND to_jsonb(NEW) - 'answer_sealed' = to_jsonb(OLD) - 'answer_sealed'\n   AND octet_length(NEW.answer_sealed) = octet_length(OLD.answer_sealed)\n   AND substring(NEW.answer_sealed FROM 1 FOR 1) = substring(OLD.answer_sealed FROM 1 FOR 1)\n   AND substring(NEW.answer_sealed FROM 2 FOR 2) > substring(OLD.answer_sealed FROM 2 FOR 2)\nTHEN\n    RETURN NEW;\nEND IF;\nRAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;\n", hash='37957525a9656040fa02dd5610e3714f40885ce0', operation='UPDATE OR DELETE', pgid='pgtrigger_message_is_kept_43078', table='health_interfacemessage', when='BEFORE')),
        ),
    ]
