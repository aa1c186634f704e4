"""A file to take along (下载附件): streamed as it opens, and never run by a browser."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from rongcheng.foundation.attachments.opening import matter_of, open_for
from rongcheng.web.actor import actor_of, enter_matter, sign_in_address
from rongcheng.web.middleware import request_id_of

# Whatever it is, a browser that opens it all the same gives it neither scripts nor our origin.
_SANDBOX = "sandbox; default-src 'none'"


@require_GET
def download(request: HttpRequest, attachment: UUID) -> HttpResponseBase:
    """Give a file to whoever may see what it belongs to; to all others it does not exist."""
    actor = actor_of(request)
    if actor is None:
        return HttpResponseRedirect(sign_in_address(request))
    actor = enter_matter(request, actor, matter_of(attachment))
    info, content = open_for(actor, attachment, request_id=request_id_of(request))
    response = StreamingHttpResponse(content, content_type=info.media_type)
    response["Content-Length"] = str(info.size)
    ending = info.name.rpartition(".")[2]
    response["Content-Disposition"] = (
        f"attachment; filename=\"file.{ending}\"; filename*=UTF-8''{quote(info.name)}"
    )
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
