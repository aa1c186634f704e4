"""A whole big data set in PostgreSQL (大数据集入库), for measuring pages and nothing else."""
