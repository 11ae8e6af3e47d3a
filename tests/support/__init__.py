"""What tests stand on: throw-away databases, a browser, and an honest word about what could not run."""
