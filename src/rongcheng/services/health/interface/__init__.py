"""The insurance interface's transactions (医保接口交易): from message to act."""
