"""The operator's jobs as state machines: incidents, outages, switching orders, safety documents, work orders, crews."""
