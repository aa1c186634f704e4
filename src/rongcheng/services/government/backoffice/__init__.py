"""The back office (后台): who works on what, whose turn it is, who is away, what is sent."""
