"""Acting for others (代办与监护): who may act for whom, in which matters, until when."""
