"""Large made-up files of visits (大数据集): for benchmarks, never for a fund's own figures."""
