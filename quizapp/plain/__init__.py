"""Line by line, for screen readers and pipes: practice and mock interviews."""
