"""Control in layers: a district cut into regions that plan for themselves and agree with the layer above them."""
