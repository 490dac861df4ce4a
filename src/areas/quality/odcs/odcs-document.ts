/** A data contract as it reads from YAML: only what is used here is named, all else is kept as it came. */
export interface OdcsDocument {
  version: string;
  apiVersion: string;
  kind: string;
  id: string;
  status: string;
  name?: string;
  schema?: OdcsObject[];
  [member: string]: unknown;
}

export interface OdcsObject {
  name: string;
  physicalName?: string;
  properties?: OdcsProperty[];
  quality?: OdcsQuality[];
  [member: string]: unknown;
}

export interface OdcsProperty {
  name: string;
  physicalName?: string;
  required?: boolean;
  unique?: boolean;
  primaryKey?: boolean;
  primaryKeyPosition?: number;
  logicalType?: string;
  logicalTypeOptions?: Record<string, unknown>;
  quality?: OdcsQuality[];
  [member: string]: unknown;
}

/** One entry of a `quality` list. */
export interface OdcsQuality {
  id?: string;
  type?: string;
  metric?: string;
  arguments?: Record<string, unknown>;
  unit?: string;
  severity?: string;
  description?: string;
  engine?: string;
  implementation?: unknown;
  [member: string]: unknown;
}
