"""Re-sealing (换钥重封): what lies sealed comes under the newest key while work goes on."""
