"""An obviously invented postal address, as a page sends it and as it is kept."""

from __future__ import annotations

from rongcheng.services.government.posting.addresses import PREFIX, PostAddress

WHERE = PostAddress("样例·收件人", "13900000001", "湖南省株洲市石峰区", "样例路 9 号", "412000")
ADDRESS = {PREFIX + name: text for name, text in WHERE._asdict().items()}
