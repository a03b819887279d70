"""Made-up papers that are as small as a picture and a PDF can be. For tests."""

from puhui.flows.simulation.papers import WHITE_POINT

PNG = WHITE_POINT
PDF = b"%PDF-1.4\n%%EOF\n"
