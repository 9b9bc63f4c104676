"""Programs that speak over the virtual network, as an administrator knows them from the command prompt."""
