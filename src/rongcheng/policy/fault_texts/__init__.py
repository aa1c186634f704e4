"""The texts of pack faults (政策包问题说明): what is wrong and what to write instead.

Codes are stable: they stand in reports and tests. Tens group them: 00 the file, 10 the fields,
30 parameters, 60 places, 70 agreements, 80 institutions, 90 catalogues, 100 government items, 120
their agreements, 130 delegated powers, 140 e-certificates.
"""

from __future__ import annotations

from rongcheng.policy.fault_texts.certificates import CERTIFICATE_TEXTS
from rongcheng.policy.fault_texts.content import CONTENT_TEXTS
from rongcheng.policy.fault_texts.items import ITEM_TEXTS
from rongcheng.policy.fault_texts.reading import READING_TEXTS

FAULT_TEXTS: dict[str, tuple[str, str]] = {
    **READING_TEXTS,
    **CONTENT_TEXTS,
    **ITEM_TEXTS,
    **CERTIFICATE_TEXTS,
}
