package io.procprobe.agent.dashboard;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window, of the size and theme that a test wants. */
final class Chromium implements AutoCloseable {
    /** Build output: what the tests saw. */
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    private final ChromeDriver driver;

    Chromium() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(PROGRAM.toFile());
        options.addArguments(
                "--headless=new",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run");
        if ("root".equals(System.getProperty("user.name"))) {
            // Chromium refuses to build its sandbox as root, as which containers run; only our own
            // page is opened.
            options.addArguments("--no-sandbox");
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.WARNING);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        driver =
                new ChromeDriver(
                        new ChromeDriverService.Builder()
                                .usingDriverExecutable(DRIVER.toFile())
                                .withLogOutput(OutputStream.nullOutputStream())
                                .build(),
                        options);
        size(1440, 900);
        theme("dark");
    }

    /** Whether there is one on this machine. */
    static boolean installed() {
        return Files.isExecutable(DRIVER) && Files.isExecutable(PROGRAM);
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Sets the size of the page. Not of the window, which cannot be as narrow as a phone. */
    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Takes the window away, so that nobody sees the page. */
    void hide() {
        driver.manage().window().minimize();
    }

    /** Brings it back. */
    void show() {
        driver.manage().window().maximize();
    }

    /** Lets the system prefer "dark" or "light". */
    void theme(String theme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    }

    /** Keeps what is to be seen as a file of the build's output. */
    Path screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        return Files.write(
                SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** The same, with no pixel changed, in fewer bytes: Chromium writes in a hurry. */
    Path smallScreenshot(String name) throws IOException {
        Path file = screenshot(name);
        BufferedImage taken = ImageIO.read(file.toFile());
        BufferedImage opaque =
                new BufferedImage(taken.getWidth(), taken.getHeight(), BufferedImage.TYPE_INT_RGB);
        opaque.createGraphics().drawImage(taken, 0, 0, null);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(0);
        Files.delete(file);
        try (ImageOutputStream output = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(output);
            writer.write(null, new IIOImage(opaque, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return file;
    }

    /** Warnings and errors of the browser's console since they were asked for last. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
