"""What the tests of registers stand on: the same people and days as those of items."""

from __future__ import annotations

from tests.services.government.catalogue_editor.conftest import lang as lang
from tests.services.government.catalogue_editor.conftest import may_2026 as may_2026
from tests.services.government.catalogue_editor.conftest import office as office
from tests.services.government.catalogue_editor.conftest import published as published
from tests.services.government.catalogue_editor.conftest import strict_words as strict_words
