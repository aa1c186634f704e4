"""Migrations of attachments (附件的数据表变更)."""
