internal import Gemini
internal import Testing

@Suite struct MediaTests {
    @Test(arguments: [
        "https://www.youtube.com/watch?v=1x3k0V2IITo", "https://youtu.be/1x3k0V2IITo", "https://youtu.be/1x3k0V2IITo?si=yK7CO0Zk4E1rfp6s",
        "http://youtube.com/watch?app=desktop&v=1x3k0V2IITo&t=10s#x", "https://m.youtube.com/watch?v=1x3k0V2IITo",
        "https://www.youtube.com/shorts/1x3k0V2IITo", "https://www.youtube.com/live/1x3k0V2IITo?feature=share",
        "https://www.youtube-nocookie.com/embed/1x3k0V2IITo", "youtu.be/1x3k0V2IITo", "HTTPS://WWW.YouTube.com/watch?v=1x3k0V2IITo",
        "https://www.youtube.com:443/watch?v=1x3k0V2IITo",
    ])
    func everySpellingOfAVideoIsOne(url: String) {
        #expect(YouTube.canonical(url) == "https://www.youtube.com/watch?v=1x3k0V2IITo")
    }

    @Test(arguments: [
        "https://www.youtube.com/@channel", "https://www.youtube.com/watch?list=PL1", "https://youtu.be/",
        "https://example.com/watch?v=1x3k0V2IITo",
        "https://notyoutube.com/watch?v=1x3k0V2IITo", "https://youtu.be/a%2Fb<script>", "film.mp4",
    ])
    func whatIsNoVideoStaysAsItIs(url: String) { #expect(YouTube.canonical(url) == nil) }

    @Test func aLiteralIsAnAddressOrAPath() {
        #expect(Media("https://example.com/x.png") == .url("https://example.com/x.png"))
        #expect(Media("gs://bucket/x.mp4") == .url("gs://bucket/x.mp4"))
        #expect(Media("youtu.be/1x3k0V2IITo") == .url("https://www.youtube.com/watch?v=1x3k0V2IITo"))
        #expect(Media("folder/youtu.be.txt") == .file("folder/youtu.be.txt"))
        #expect(Media("file:///tmp/x.png") == .file("/tmp/x.png"))
        #expect(Media("file:///tmp/a%20b.png") == .file("/tmp/a b.png"))
        #expect(Media("file://localhost/tmp/x.png") == .file("/tmp/x.png"))
        #expect(Media("HTTPS://example.com/X.png") == .url("https://example.com/X.png"))
        #expect(("notes.md" as Media) == .file("notes.md"))
    }
}
