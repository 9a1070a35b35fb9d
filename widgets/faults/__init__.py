"""The widgets of the Faults workspace: incidents, one incident's page, the switching order, what is asked."""
