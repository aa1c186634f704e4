"""Foundation (基础): people, institutions, access records, events and money for every service."""
