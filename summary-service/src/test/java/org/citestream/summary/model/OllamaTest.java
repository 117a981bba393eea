package org.citestream.summary.model;

class OllamaTest extends ChatModelContract {

    OllamaTest() {
        super(Wires.OLLAMA);
    }
}
