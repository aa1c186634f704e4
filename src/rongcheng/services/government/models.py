"""Tables of the government room (政务服务数据表): warnings, ratings, follow-ups."""

from __future__ import annotations

from rongcheng.services.government.rating_models import (
    FollowUp,
    FollowUpStep,
    Rating,
    RatingTally,
)
from rongcheng.services.government.warning_models import CaseWarning

__all__ = ["CaseWarning", "FollowUp", "FollowUpStep", "Rating", "RatingTally"]
