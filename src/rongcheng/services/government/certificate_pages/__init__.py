"""Pages and the interface of e-certificates (电子证照页面与接口)."""
