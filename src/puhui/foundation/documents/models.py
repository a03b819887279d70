"""What documents keeps."""

from django.db import models

BUSINESS_DATA = "the trade of a firm; a counterparty's code may point to a sole trader"


class Invoice(models.Model):
    """One VAT invoice, as it came in: `batch_id` and `line_no` tell from where.

    The number is unique for the firm, side and counterparty: the format has no invoice code, and two suppliers do use
    the same number. Append-only, so the natural key is the primary key.
    """

    personal_data = BUSINESS_DATA
    pk = models.CompositePrimaryKey("firm_id", "side", "counterparty_id", "invoice_no")
    bucket = models.SmallIntegerField()
    firm_id = models.UUIDField()
    side = models.CharField(max_length=3)
    counterparty_id = models.CharField(max_length=64)
    invoice_no = models.CharField(max_length=30)
    invoice_date = models.DateField()
    amount_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    is_void = models.BooleanField()
    batch_id = models.UUIDField()
    line_no = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(side__in=["in", "out"]), name="invoice_side")]


class InvoiceMonth(models.Model):
    """The invoices of a firm by month, side and counterparty: kept with every import, so that facts read few rows."""

    personal_data = BUSINESS_DATA
    pk = models.CompositePrimaryKey("firm_id", "month_no", "side", "counterparty_id")
    bucket = models.SmallIntegerField()
    firm_id = models.UUIDField()
    month_no = models.IntegerField()
    side = models.CharField(max_length=3)
    counterparty_id = models.CharField(max_length=64)
    count = models.IntegerField()
    amount_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    void_count = models.IntegerField()
    negative_count = models.IntegerField()
    negative_minor = models.BigIntegerField()


class ImportBatch(models.Model):
    """One import of one file, done: written in the same transaction as its rows. `firm_id` is empty for many firms."""

    personal_data = "a file name, as the customer gave it"
    id = models.UUIDField(primary_key=True)
    firm_id = models.UUIDField(null=True)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    rows_read = models.BigIntegerField()
    rows_new = models.BigIntegerField()
    rows_known = models.BigIntegerField()
    rows_refused = models.BigIntegerField()
    refused_by_reason = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["firm_id", "id"], name="import_of_firm")]


class RefusedRow(models.Model):
    """A row that was not taken: the first ones of a batch are kept, without their content."""

    personal_data = "none: a line number, a column and a reason"
    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+")
    line_no = models.BigIntegerField()
    field = models.CharField(max_length=40)
    reason = models.CharField(max_length=40)


class StoredFile(models.Model):
    """A file of a party, encrypted at rest; when its time is over the content goes, and what it was stays known."""

    personal_data = "the file, encrypted; its name"
    id = models.UUIDField(primary_key=True)
    party_id = models.UUIDField()
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    sealed_content = models.BinaryField()
    stored_by = models.UUIDField()
    stored_at = models.DateTimeField()
    kind = models.CharField(max_length=20, default="other")  # how long it is kept: policies/retention
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["party_id", "id"], name="file_of_party"),
            models.Index(fields=["kind", "id"], condition=models.Q(erased_at=None), name="file_to_erase"),
        ]


class LegalHold(models.Model):
    """Nothing of a party is erased while a hold stands: set by two people, lifted by two people."""

    personal_data = "that a party, by id, is held, and why"
    id = models.UUIDField(primary_key=True)
    party_id = models.UUIDField()
    reason = models.CharField(max_length=200)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField(null=True)
    lift_asked_by = models.UUIDField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party_id"], condition=models.Q(lifted_at=None), name="hold_of_party")]


class SentPaper(models.Model):
    """A paper that a customer sent about something, such as an application: the file and what it shows."""

    personal_data = "ids, and which kind of paper it is; the content is in the encrypted file"
    id = models.UUIDField(primary_key=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    party_id = models.UUIDField()
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=41)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "id"], name="paper_about"),
            models.Index(fields=["party_id"], name="paper_of_party"),
        ]
