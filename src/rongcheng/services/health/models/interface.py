"""Messages, sign-ins and e-vouchers of the insurance interface (报文、签到、凭证)."""

from __future__ import annotations

from django.db import models

from rongcheng.services.health.models.columns import institution_key
from rongcheng.web.kept_rows import kept_but_resealed

VOUCHER_LENGTH = 28


class InterfaceMessage(models.Model):
    """An accepted interface message with its sealed answer, so a retry gets the same answer."""

    institution = institution_key()
    msgid = models.CharField("发送方报文ID", max_length=30)
    infno = models.CharField("交易编号", max_length=6)
    body_hash = models.BinaryField()
    answer_sealed = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        """One answer per message; kept, and sealed anew under a later key."""

        triggers = [kept_but_resealed("message_is_kept", "answer_sealed")]
        constraints = [
            models.UniqueConstraint(fields=["institution", "msgid"], name="message_once")
        ]


class SignIn(models.Model):
    """A terminal's sign-in (9001 签到)."""

    sign_no = models.CharField(max_length=30, unique=True)
    institution = institution_key()
    operator = models.CharField(max_length=30)
    signed_at = models.DateTimeField()


class Voucher(models.Model):
    """An insurance e-voucher (医保电子凭证): only keyed hashes of the code and its token.

    `taken_by` is the institution that decoded it first: elsewhere code and token open nothing.
    """

    psn_no = models.CharField("人员编号", max_length=30)
    code_hash = models.BinaryField(unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    token_hash = models.BinaryField(null=True, unique=True)
    token_expires_at = models.DateTimeField(null=True)
    taken_by = models.CharField("解码机构", max_length=12, blank=True, default="", db_default="")
