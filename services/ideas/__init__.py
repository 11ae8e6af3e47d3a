"""What residents propose: sent, found, supported, answered, followed; plain functions, rows in, frozen values out."""
