"""The coordination office's view (都市圈协同办): coverage, and the pools' own cores."""
