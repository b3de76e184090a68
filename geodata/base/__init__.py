"""What every concept stands on: errors, periods, wording, history, scope. It knows no concept."""
