package io.procprobe.testing;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a {@link BindingTest} once for each binding. */
final class BindingTestProvider implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
            ExtensionContext context) {
        return Binding.required().stream().map(Invocation::new);
    }

    private record Invocation(Binding binding) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int index) {
            return binding.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new BindingFixture(binding));
        }
    }
}
