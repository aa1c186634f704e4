"""Letters of a case (文书): templates, and what was sent."""
