package org.vss4j.simulator;

/** A small document of XML, built from its beginning to its end. */
final class XmlText {
    private final StringBuilder text = new StringBuilder();

    /** Opens an element with attributes, given as names and values in turn. */
    XmlText open(String element, String... attributes) {
        tag(element, attributes);
        text.append('>');
        return this;
    }

    /** An element without contents. */
    XmlText empty(String element, String... attributes) {
        tag(element, attributes);
        text.append("/>");
        return this;
    }

    XmlText close(String element) {
        text.append("</").append(element).append('>');
        return this;
    }

    private void tag(String element, String... attributes) {
        text.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            text.append('"');
        }
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> text.append(c);
            }
        }
    }

    static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
