import type { PageRequest } from '../../core/page.ts';
import { Field, Form, Section } from '../../web/components/index.ts';

/** The data contract as a file, out and in. */
export const ContractSection = ({
  request,
  dataset,
  may,
}: {
  request: PageRequest;
  dataset: string;
  /** Whether whoever looks may read one in. */
  may: boolean;
}) => (
  <Section
    title="Data contract"
    id="contract"
    aside={<a href={`/api/v1/datasets/${dataset}/contract.yaml`}>Download the contract, YAML</a>}
    finding={`The fields and the accepted rules as one file, in the Open Data Contract Standard 3.1.${may ? ' A contract made elsewhere is read the same way: its rules are accepted, all else in it is kept.' : ''}`}
  >
    {may && (
      <Form request={request} upload>
        <input type="hidden" name="act" value="import" />
        <Field
          name="contract"
          label="Contract to read in"
          hint="A YAML file. Rules it does not hold are retired."
          form={request.form}
        >
          {(attributes) => <input type="file" accept=".yaml,.yml,.json" {...attributes} />}
        </Field>
        <button type="submit" class="button outline">
          Read the contract
        </button>
      </Form>
    )}
  </Section>
);
